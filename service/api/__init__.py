"""The GraphQL API: a schema over the entities, and the endpoint that serves it."""
