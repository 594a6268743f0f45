/** What Apollo Client and urql ask, typed by the client preset of graphql-codegen. */
import { graphql } from "./generated/gql";

export const CARD = graphql(`
  fragment ArticleCard on Article {
    id
    title
    path
    publishedAt
  }
`);

export const LIST = graphql(`
  query ArticleList($first: Int!, $after: String) {
    articles(first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          ...ArticleCard
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

export const ARTICLE = graphql(`
  query ArticleBySlug($slug: String!) {
    article(slug: $slug) {
      ...ArticleCard
      id
      slug
      lead
      body
      status
      category {
        id
        name
      }
    }
  }
`);

export const SEARCH = graphql(`
  query Search($text: String!, $where: SearchFilter) {
    search(query: $text, first: 5, where: $where) {
      totalCount
      edges {
        score
        titleHighlight
        snippet
        node {
          id
          title
        }
      }
    }
  }
`);

export const NODE = graphql(`
  query NodeById($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Article {
        slug
      }
    }
  }
`);

export const CREATE = graphql(`
  mutation CreateArticle($input: CreateArticleInput!) {
    createArticle(input: $input) {
      article {
        id
        slug
        status
      }
      searchable
      errors {
        code
        field
        message
      }
    }
  }
`);
