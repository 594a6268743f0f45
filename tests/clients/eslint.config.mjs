/** Lints ../../schema.graphql, by both configurations as they come but for what is said here. */
import { fileURLToPath } from "node:url";

import graphql from "@graphql-eslint/eslint-plugin";

const schema = fileURLToPath(new URL("../../schema.graphql", import.meta.url));

// By the contract an id is what `node(id)` finds. These are no such things: parts of an answer, and values.
const withoutId = {
  suffixes: ["Payload", "Connection", "Edge"],
  types: [
    "ArticleImage",
    "Citation",
    "FacetCount",
    "MutationError",
    "PageInfo",
    "SearchDay",
    "SearchFacets",
    "SearchInterpretation",
    "SearchStatistics",
    "SearchSynonym",
    "SearchedQuery",
    "Site",
    "Suggestion",
    "Synonym",
    "Viewer",
  ],
};

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/schema-recommended"].rules,
      ...graphql.configs["flat/schema-relay"].rules,
      "@graphql-eslint/strict-id-in-types": ["error", { exceptions: withoutId }],
      // The contract has search, revisions and a document's articles turn forwards only, as Relay's
      // specification allows.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // The contract has short lists without pages (an article's tags, a payload's errors), and
      // `nodes` beside `edges`.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
    },
  },
];
