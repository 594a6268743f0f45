/** urql: with its document cache, and with its normalised one. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { cacheExchange as graphcache } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { getIntrospectionQuery, type IntrospectionQuery, OperationTypeNode } from "graphql";
import { cacheExchange, Client, type Exchange, fetchExchange } from "urql";

import { LIST } from "./documents";
import { type AskAs, everyClient, ids } from "./every_client";
import { ENDPOINT, signed } from "./newsroom";

function newClient(token?: string, cache: Exchange = cacheExchange): Client {
  return new Client({
    url: ENDPOINT,
    exchanges: [cache, fetchExchange],
    fetchOptions: { headers: signed(token) },
  });
}

const asking: AskAs = (token) => async (document, variables) => {
  const client = newClient(token);
  const [definition] = document.definitions;
  const mutates =
    definition?.kind === "OperationDefinition" &&
    definition.operation === OperationTypeNode.MUTATION;
  const { data, error } = mutates
    ? await client.mutation(document, variables)
    : await client.query(document, variables);
  assert.equal(error?.networkError, undefined);
  return { data, codes: error?.graphQLErrors.map((one) => one.extensions["code"]) ?? [] };
};

everyClient("urql", asking);

test("urql joins the pages of a connection, by the schema that the server tells", async () => {
  const asked = await newClient().query<IntrospectionQuery>(getIntrospectionQuery(), {});
  assert.ok(asked.data, String(asked.error));
  const client = newClient(
    undefined,
    graphcache({
      schema: asked.data,
      resolvers: { Query: { articles: relayPagination() } },
      keys: { ArticleEdge: () => null, ArticleConnection: () => null, PageInfo: () => null },
    }),
  );
  const first = await client.query(LIST, { first: 3 });
  const after = first.data!.articles.pageInfo.endCursor;
  const joined = await client.query(LIST, { first: 3, after });
  const whole = await newClient().query(LIST, { first: 6 });
  assert.deepEqual(ids(joined.data!), ids(whole.data!));
});
