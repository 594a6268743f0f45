/** What every client must get from the server; each client's test calls it with that client. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { ARTICLE, CARD, CREATE, LIST, NODE, SEARCH } from "./documents";
import { getFragmentData } from "./generated/gql";
import type { ArticleListQuery } from "./generated/gql/graphql";
import { EDITOR, newWord, WRITER } from "./newsroom";

/** The data, and the codes of the GraphQL errors that came with it or instead of it. */
export type Answer<R> = { data: R | undefined; codes: unknown[] };
export type Ask = <R, V extends Record<string, unknown>>(
  document: TypedDocumentNode<R, V>,
  variables: V,
) => Promise<Answer<R>>;
export type AskAs = (token?: string) => Ask;

/** The data, where no error came. */
async function data<R>(answer: Promise<Answer<R>>): Promise<R> {
  const { data, codes } = await answer;
  assert.deepEqual(codes, []);
  assert.ok(data);
  return data;
}

export function ids(list: ArticleListQuery): string[] {
  return list.articles.edges.map((edge) => edge.node.id);
}

async function anyCategory(ask: Ask): Promise<string> {
  const [edge] = (await data(ask(LIST, { first: 1 }))).articles.edges;
  const { slug } = await node(ask, edge!.node.id);
  const { article } = await data(ask(ARTICLE, { slug }));
  return article!.category.id;
}

async function node(ask: Ask, id: string): Promise<{ id: string; slug: string }> {
  const { node } = await data(ask(NODE, { id }));
  assert.ok(node?.__typename === "Article");
  return node;
}

export function everyClient(name: string, asking: AskAs): void {
  describe(`${name}, as every client`, () => {
    const reader = asking();
    let category: string;
    before(async () => {
      category = await anyCategory(reader);
    });

    test("turns the pages of a list", async () => {
      const whole = await data(reader(LIST, { first: 6 }));
      const first = await data(reader(LIST, { first: 3 }));
      const { endCursor: after, hasNextPage } = first.articles.pageInfo;
      const second = await data(reader(LIST, { first: 3, after }));
      assert.equal(hasNextPage, true);
      assert.equal(second.articles.pageInfo.hasPreviousPage, true);
      assert.equal(second.articles.edges.at(-1)!.cursor, second.articles.pageInfo.endCursor);
      assert.deepEqual([...ids(first), ...ids(second)], ids(whole));
      assert.ok(whole.articles.totalCount > 6);
    });

    test("reads an article by its slug, and again by its id", async () => {
      const list = await data(reader(LIST, { first: 1 }));
      const { id, slug } = await node(reader, ids(list)[0]!);
      const { article } = await data(reader(ARTICLE, { slug }));
      assert.ok(article);
      const { title, path } = getFragmentData(CARD, article);
      assert.deepEqual([article.id, article.slug, article.status], [id, slug, "PUBLISHED"]);
      assert.ok(title);
      assert.ok(path.endsWith(slug));
      assert.match(article.body, /^<[a-z]/);
      assert.equal((await data(reader(ARTICLE, { slug: `${slug}-never` }))).article, null);
    });

    test("searches, and gets what matched as safe HTML", async () => {
      const { search } = await data(reader(SEARCH, { text: "chi bo" }));
      assert.equal(search.edges.length, 5);
      assert.ok(search.totalCount > 5);
      for (const { titleHighlight, snippet, score } of search.edges) {
        const html = titleHighlight + snippet;
        assert.match(html, /<mark>/);
        assert.doesNotMatch(html.replaceAll(/<\/?mark>/g, ""), /[<>]/);
        assert.ok(score > 0);
      }
      const where = { year: [1999] };
      const none = await data(reader(SEARCH, { text: "chi bo", where }));
      assert.equal(none.search.totalCount, 0);
    });

    test("publishes with a token, and finds it at once", async () => {
      const title = `Bài ${newWord()} & <b>`;
      const input = { title, body: "<p>Thử.</p>", category, publish: true };
      const { createArticle: done } = await data(asking(EDITOR)(CREATE, { input }));
      assert.deepEqual([done.errors, done.searchable], [[], true]);
      assert.equal(done.article?.status, "PUBLISHED");
      const { search } = await data(reader(SEARCH, { text: title.split(" ")[1]! }));
      assert.deepEqual(search.edges.map((edge) => edge.node.id), [done.article?.id]);
    });

    test("is told as data what a form can show", async () => {
      const input = { title: "", body: "<p>Thử.</p>", category: "none" };
      const { createArticle: refused } = await data(asking(EDITOR)(CREATE, { input }));
      assert.equal(refused.article, null);
      assert.deepEqual(
        refused.errors.map(({ code, field }) => [code, field]),
        [["REQUIRED", ["title"]], ["NOT_FOUND", ["category"]]],
      );
    });

    test("is told by a code what it may not do", async () => {
      const input = { title: newWord(), body: "<p>Thử.</p>", category, publish: true };
      const codes = async (token?: string) => (await asking(token)(CREATE, { input })).codes;
      assert.deepEqual(await codes(), ["UNAUTHENTICATED"]);
      assert.deepEqual(await codes(WRITER), ["FORBIDDEN"]);
      assert.deepEqual(await codes("tsk_unknown"), ["UNAUTHENTICATED"]);
    });
  });
}
