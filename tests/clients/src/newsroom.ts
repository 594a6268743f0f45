/** The server with the demo newsroom that `python -m tests.clients` has started. */
import { randomUUID } from "node:crypto";

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by \`make test-clients\``);
  return value;
}

export const ENDPOINT = `${given("TOASOAN_ADDRESS")}/graphql`;
export const EDITOR = given("TOASOAN_EDITOR");
export const WRITER = given("TOASOAN_WRITER");

export function signed(token?: string): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

/** A word that no other article holds. */
export function newWord(): string {
  return `thu${randomUUID().replaceAll("-", "").replaceAll(/\d/g, "x")}`;
}
