/** Asks the running server for its schema, as most projects do, and types their documents by it. */
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: `${process.env["TOASOAN_ADDRESS"]}/graphql`,
  config: {
    scalars: { DateTime: "string", Date: "string", HTML: "string" },
    strictScalars: true,
    useTypeImports: true,
  },
  generates: {
    "src/generated/gql/": {
      documents: "src/documents.ts",
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "getFragmentData" } },
    },
    "src/generated/schema.ts": { plugins: ["typescript"], config: { enumsAsTypes: true } },
    "src/generated/operations.ts": {
      documents: "src/operations/*.graphql",
      plugins: ["typescript-operations"],
    },
  },
};

export default config;
