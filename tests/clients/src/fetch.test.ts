/** No client at all: `fetch`, with the types that graphql-codegen makes of documents in files. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { print } from "graphql";

import { everyClient } from "./every_client";
import type {
  ArticleCardFragment,
  ArticleListQuery,
  ArticleListQueryVariables,
} from "./generated/operations";
import type { Article, ErrorCode } from "./generated/schema";
import { ENDPOINT, signed } from "./newsroom";

type Body<R> = { data?: R; errors?: { extensions: { code: string } }[] };

async function post<R>(request: object, token?: string): Promise<Body<R>> {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json;q=0.9",
      ...signed(token),
    },
    body: JSON.stringify(request),
  });
  return (await response.json()) as Body<R>;
}

everyClient("fetch", (token) => async (document, variables) => {
  const request = { query: print(document), variables };
  const { data, errors = [] } = await post<never>(request, token);
  return { data, codes: errors.map((error) => error.extensions.code) };
});

test("documents in files get their types from graphql-codegen", async () => {
  const query = await readFile("src/operations/portal.graphql", "utf8");
  const variables: ArticleListQueryVariables = { first: 2 };
  const asked = { query, operationName: "ArticleList", variables };
  const { data } = await post<ArticleListQuery>(asked);
  const cards: ArticleCardFragment[] = data!.articles.edges.map((edge) => edge.node);
  // The two plugins agree on what an article is; `tsc` says so.
  const known: Pick<Article, "id" | "title" | "path">[] = cards;
  assert.equal(known.length, 2);
});

test("a document that cannot run says so by its status", async () => {
  const response = await fetch(`${ENDPOINT}?query=${encodeURIComponent("{ nothing }")}`, {
    headers: { Accept: "application/graphql-response+json" },
  });
  const { errors } = (await response.json()) as Body<never>;
  assert.equal(response.status, 400);
  assert.equal(errors?.[0]?.extensions.code, "GRAPHQL_VALIDATION_FAILED");
});

// @ts-expect-error: codes are no free text, so that a client's switch is checked by the compiler.
export const misspelt: ErrorCode = "NOTFOUND";
