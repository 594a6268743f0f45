"""HTTP beside GraphQL: pictures, health, errors, and the headers of every answer."""
