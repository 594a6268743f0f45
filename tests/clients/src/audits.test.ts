/** GraphQL over HTTP: the audits of graphql-http, all of which have to pass without a warning. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { serverAudits } from "graphql-http";

import { ENDPOINT } from "./newsroom";

const ALL = 61;

const audits = serverAudits({ url: ENDPOINT, fetchFn: fetch });

test("no audit is missing", () => {
  assert.ok(audits.length >= ALL, `${audits.length} of ${ALL}`);
});

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    const why = result.status === "ok" ? "" : result.reason;
    assert.equal(result.status, "ok", why);
  });
}
