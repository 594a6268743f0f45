/**
 * Relay: its own store, fed by what relay-compiler made of `relay/Portal.ts`.
 *
 * The artifacts stand where babel-plugin-relay puts them in place of the tags, and pages are asked
 * for as `usePaginationFragment` and `useRefetchableFragment` ask for them, without React.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  commitMutation,
  type ConcreteRequest,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getPaginationMetadata,
  getPaginationVariables,
  getRefetchMetadata,
  getSingularSelector,
  type GraphQLResponse,
  type MutationParameters,
  Network,
  type OperationType,
  type ReaderFragment,
  RecordSource,
  Store,
  type Variables,
} from "relay-runtime";

import { EDITOR, ENDPOINT, newWord, signed } from "./newsroom";
import articleQuery, { type PortalArticleQuery } from "./relay/__generated__/PortalArticleQuery.graphql";
import categoryQuery, { type PortalCategoryQuery } from "./relay/__generated__/PortalCategoryQuery.graphql";
import createMutation, { type PortalCreateMutation } from "./relay/__generated__/PortalCreateMutation.graphql";
import frontPageQuery, { type PortalFrontPageQuery } from "./relay/__generated__/PortalFrontPageQuery.graphql";
import searchQuery, { type PortalSearchQuery } from "./relay/__generated__/PortalSearchQuery.graphql";
import card, { type Portal_card$data } from "./relay/__generated__/Portal_card.graphql";
import newest, { type Portal_newest$data } from "./relay/__generated__/Portal_newest.graphql";
import section, { type Portal_section$data } from "./relay/__generated__/Portal_section.graphql";
import story, { type Portal_story$data } from "./relay/__generated__/Portal_story.graphql";

/** A store of its own, and whoever asks. */
class Portal {
  readonly environment: Environment;

  constructor(token?: string) {
    this.environment = new Environment({
      network: Network.create(async ({ text }, variables) => {
        const response = await fetch(ENDPOINT, {
          method: "POST",
          headers: { "Content-Type": "application/json", ...signed(token) },
          body: JSON.stringify({ query: text, variables }),
        });
        return (await response.json()) as GraphQLResponse;
      }),
      store: new Store(new RecordSource()),
    });
  }

  async query<Q extends OperationType>(query: ConcreteRequest, variables: Q["variables"]) {
    const data = await fetchQuery<Q>(this.environment, query, variables).toPromise();
    assert.ok(data);
    return data;
  }

  async mutate<M extends MutationParameters>(mutation: ConcreteRequest, variables: M["variables"]) {
    return await new Promise<M["response"]>((onCompleted, onError) => {
      commitMutation<M>(this.environment, { mutation, variables, onCompleted, onError });
    });
  }

  /** What a component with this fragment is shown. */
  read<D>(fragment: ReaderFragment, key: unknown): D {
    const selector = getSingularSelector(fragment, key);
    assert.ok(selector);
    const { data, isMissingData } = this.environment.lookup(selector);
    assert.equal(isMissingData, false);
    return data as D;
  }

  /** The next page into the store, as `loadNext(count)` fetches it. */
  async loadNext(fragment: ReaderFragment, known: Variables, count: number): Promise<void> {
    const { connectionPathInFragmentData, paginationRequest, paginationMetadata } =
      getPaginationMetadata(fragment, "Portal");
    const connection = connectionPathInFragmentData.reduce((at: any, name) => at[name], known);
    const { endCursor, hasNextPage } = connection.pageInfo;
    assert.equal(hasNextPage, true);
    const base = known["id"] === undefined ? {} : { id: known["id"] };
    const variables = getPaginationVariables("forward", count, endCursor, base, {}, paginationMetadata);
    await this.fetch(paginationRequest, variables);
  }

  /** The same thing by its id, with other arguments; gives the key under which it can be read. */
  async refetch(fragment: ReaderFragment, id: string, variables: Variables): Promise<unknown> {
    const { refetchableRequest, fragmentRefPathInResponse } = getRefetchMetadata(fragment, "Portal");
    assert.deepEqual(fragmentRefPathInResponse, ["node"]);
    const { node } = (await this.fetch(refetchableRequest, { id, ...variables })) as { node: unknown };
    return node;
  }

  private async fetch(request: ConcreteRequest, variables: Variables): Promise<unknown> {
    const operation = createOperationDescriptor(request, variables);
    this.environment.retain(operation);
    await this.environment.execute({ operation }).toPromise();
    return this.environment.lookup(operation.fragment).data;
  }
}

test("Relay joins the pages of a list, and hands fragments to their components", async () => {
  const portal = new Portal();
  const key = await portal.query<PortalFrontPageQuery>(frontPageQuery, {});
  const first = portal.read<Portal_newest$data>(newest, key);
  await portal.loadNext(newest, first, 2);
  const both = portal.read<Portal_newest$data>(newest, key);
  const nodes = both.articles.edges.map((edge) => edge.node);
  assert.equal(first.articles.edges.length, 4);
  assert.equal(new Set(nodes.map((node) => node.id)).size, 6);
  const titles = nodes.map((node) => portal.read<Portal_card$data>(card, node).title);
  assert.ok(titles.every(Boolean));
});

test("Relay turns a category's pages by the category's id", async () => {
  const portal = new Portal();
  const { category } = await portal.query<PortalCategoryQuery>(categoryQuery, { slug: "kinh-te" });
  await portal.loadNext(section, portal.read<Portal_section$data>(section, category), 3);
  const { name, articles } = portal.read<Portal_section$data>(section, category);
  assert.equal(name, "Kinh tế");
  assert.equal(new Set(articles.edges.map((edge) => edge.node.title)).size, 5);
});

test("Relay fetches an article again by its id", async () => {
  const portal = new Portal();
  const key = await portal.query<PortalFrontPageQuery>(frontPageQuery, {});
  const [edge] = portal.read<Portal_newest$data>(newest, key).articles.edges;
  const again = await portal.refetch(story, edge!.node.id, { width: 64 });
  const shown = portal.read<Portal_story$data>(story, again);
  assert.equal(shown.title, portal.read<Portal_card$data>(card, edge!.node).title);
  assert.match(shown.publishedAt!, /\+07:00$/);
});

test("Relay reads an article by its slug", async () => {
  const portal = new Portal();
  const missing = await portal.query<PortalArticleQuery>(articleQuery, { slug: "never-there" });
  assert.equal(missing.article, null);
});

test("Relay searches", async () => {
  const variables = { text: "chi bo" };
  const { search } = await new Portal().query<PortalSearchQuery>(searchQuery, variables);
  assert.ok(search.totalCount > search.edges.length);
  assert.ok(search.edges.every((edge) => `${edge.titleHighlight} ${edge.snippet}`.includes("<mark>")));
});

test("Relay publishes with a token, and is told what it may not do", async () => {
  const editor = new Portal(EDITOR);
  const category = await editor.query<PortalCategoryQuery>(categoryQuery, { slug: "kinh-te" });
  const input = { title: newWord(), body: "<p>Thử.</p>", category: category.category!.id };
  const done = await editor.mutate<PortalCreateMutation>(createMutation, { input });
  const { article, errors } = done.createArticle;
  assert.deepEqual(errors, []);
  assert.equal(editor.read<Portal_story$data>(story, article).title, input.title);

  const empty = { input: { ...input, title: "" } };
  const refused = await editor.mutate<PortalCreateMutation>(createMutation, empty);
  assert.deepEqual(refused.createArticle.errors, [{ code: "REQUIRED", field: ["title"] }]);

  const anonymous = new Portal().mutate<PortalCreateMutation>(createMutation, { input });
  await assert.rejects(anonymous, (error: any) => {
    const codes = error.source.errors.map((one: any) => one.extensions.code);
    assert.deepEqual(codes, ["UNAUTHENTICATED"]);
    return true;
  });
});
