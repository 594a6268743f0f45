/** Apollo Client: its cache, its pages, its errors. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import { OperationTypeNode } from "graphql";
import { filter, firstValueFrom, ReplaySubject } from "rxjs";

import { ARTICLE, CARD, LIST, NODE } from "./documents";
import { type AskAs, everyClient, ids } from "./every_client";
import { ENDPOINT, signed } from "./newsroom";

function newClient(token?: string, fetcher: typeof fetch = fetch): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: ENDPOINT, headers: signed(token), fetch: fetcher }),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { articles: relayStylePagination(["where", "orderBy"]) } } },
    }),
  });
}

const asking: AskAs = (token) => async (document, variables) => {
  const client = newClient(token);
  const [definition] = document.definitions;
  const mutates =
    definition?.kind === "OperationDefinition" &&
    definition.operation === OperationTypeNode.MUTATION;
  try {
    const { data } = mutates
      ? await client.mutate<any>({ mutation: document, variables })
      : await client.query<any>({ query: document, variables });
    return { data, codes: [] };
  } catch (error) {
    assert.ok(CombinedGraphQLErrors.is(error), String(error));
    return { data: undefined, codes: error.errors.map((one) => one.extensions?.["code"]) };
  }
};

everyClient("Apollo Client", asking);

test("Apollo Client joins the pages of a connection in its cache", async () => {
  const client = newClient();
  const list = client.watchQuery({ query: LIST, variables: { first: 3 } });
  const shown = new ReplaySubject<string[]>();
  const watching = list.subscribe(({ data, dataState }) => {
    if (dataState === "complete") shown.next(ids(data));
  });
  assert.equal((await firstValueFrom(shown)).length, 3);
  const { data: first } = list.getCurrentResult();
  await list.fetchMore({ variables: { after: first!.articles!.pageInfo!.endCursor! } });
  const joined = await firstValueFrom(shown.pipe(filter((some) => some.length > 3)));
  watching.unsubscribe();
  const { data: whole } = await newClient().query({ query: LIST, variables: { first: 6 } });
  assert.deepEqual(joined, ids(whole!));
});

test("Apollo Client knows an article again by its id", async () => {
  let requests = 0;
  const client = newClient(undefined, (...request) => {
    requests += 1;
    return fetch(...request);
  });
  const { data: list } = await client.query({ query: LIST, variables: { first: 1 } });
  const id = ids(list!)[0]!;
  const { data: found } = await client.query({ query: NODE, variables: { id } });
  assert.ok(found?.node?.__typename === "Article");
  const variables = { slug: found.node.slug };
  const { data } = await client.query({ query: ARTICLE, variables });
  await client.query({ query: ARTICLE, variables });
  assert.equal(requests, 3);
  const card = client.readFragment({ id: client.cache.identify(found.node)!, fragment: CARD });
  assert.equal(card?.id, data?.article?.id);
});
