/** What Relay asks; relay-compiler reads it, and the tests import what it makes of it. */
import { graphql } from "relay-runtime";

export const card = graphql`
  fragment Portal_card on Article {
    title
    path
  }
`;

export const newest = graphql`
  fragment Portal_newest on Query
  @refetchable(queryName: "PortalNewestPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 4 }, cursor: { type: "String" }) {
    articles(first: $count, after: $cursor) @connection(key: "Portal_articles") {
      totalCount
      edges {
        node {
          id
          ...Portal_card
        }
      }
    }
  }
`;

export const frontPage = graphql`
  query PortalFrontPageQuery {
    ...Portal_newest
  }
`;

export const section = graphql`
  fragment Portal_section on Category
  @refetchable(queryName: "PortalSectionPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
    name
    articles(first: $count, after: $cursor, orderBy: TITLE) @connection(key: "Portal_section_articles") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

export const category = graphql`
  query PortalCategoryQuery($slug: String!) {
    category(slug: $slug) {
      id
      ...Portal_section
    }
  }
`;

export const story = graphql`
  fragment Portal_story on Article
  @refetchable(queryName: "PortalStoryRefetchQuery")
  @argumentDefinitions(width: { type: "Int", defaultValue: 320 }) {
    title
    body
    publishedAt
    cover {
      url(width: $width)
    }
  }
`;

export const article = graphql`
  query PortalArticleQuery($slug: String!) {
    article(slug: $slug) {
      id
      ...Portal_story
    }
  }
`;

export const search = graphql`
  query PortalSearchQuery($text: String!) {
    search(query: $text, first: 3) {
      totalCount
      edges {
        titleHighlight
        snippet
        node {
          id
        }
      }
    }
  }
`;

export const create = graphql`
  mutation PortalCreateMutation($input: CreateArticleInput!) {
    createArticle(input: $input) {
      article {
        id
        slug
        ...Portal_story
      }
      searchable
      errors {
        code
        field
      }
    }
  }
`;
