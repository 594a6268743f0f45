"""A small schema that has what the service's own has not: unions, OneOf, subscriptions and more."""

from graphql import GraphQLError, GraphQLScalarType, ValueNode, build_schema

GARDEN = """
directive @once(note: String) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | MUTATION
  | SUBSCRIPTION | VARIABLE_DEFINITION | FRAGMENT_DEFINITION
directive @often(times: Int!) repeatable on FIELD | INLINE_FRAGMENT
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD

scalar Day
scalar Json
scalar Even
enum Kind { OLD YOUNG WILD }
interface Node { id: ID! next(kind: Kind): Node }
interface Named implements Node { id: ID! next(kind: Kind): Node name: String friend: Named }
type Dog implements Named & Node {
  id: ID! next(kind: Kind): Node name: String friend: Named
  size: Int barks(loud: Boolean): [Int!] owner: Person! any: Any all(kinds: [Kind!]): [Any!]!
}
type Cat implements Named & Node {
  id: ID! next(kind: Kind): Node name: String friend: Named
  size: String barks(loud: Boolean): [Int] owner: Person any: Any all(kinds: [Kind!]): [Any!]!
}
type Person implements Node {
  id: ID! next(kind: Kind): Node age: Float pets(first: Int! = 3): [Pet]
}
union Pet = Dog | Cat
union Any = Dog | Cat | Person
input Filter {
  kind: Kind kinds: [Kind!] limit: Int! = 5 and: [Filter!] text: String ids: [[ID!]!]
  day: Day json: Json pick: Pick
}
input Needed { must: Int! may: [[String]] even: Even! within: Filter }
input Pick @oneOf { id: ID name: String filter: Filter many: [Int!] }
interface Rooted { version: ID }
interface Lonely { id: ID }
type Query implements Rooted {
  pet(id: ID!): Named
  pets(where: Filter, first: Int! = 10, kinds: [Kind!] = [OLD]): [Pet!]!
  any(of: Kind = OLD): Any
  pick(by: Pick, among: [Pick]): Node
  choose(by: Pick!): Node
  matrix(of: [[Int]], strict: [[Int!]!]!): Int
  values(json: Json, day: Day, even: Even, float: Float, flag: Boolean): String
  needed(input: Needed!, flag: Boolean! = false): Person
  root: Query
  version: ID
  lonely: Lonely
}
type Mutation { rename(id: ID!, name: String): Dog adopt(input: Needed): [Cat] }
type Subscription implements Rooted {
  version: ID born(kind: Kind): Dog lost: [Cat] found(id: ID): Pet
}
"""


def _day(value: object) -> object:
    if not isinstance(value, str) or len(value) != 10:
        raise GraphQLError("That is no day.", extensions={"code": "DAY"})
    return value


def _even(node: ValueNode) -> object:
    number = int(node.value)  # type: ignore[attr-defined]  # raises for what has none
    if number % 2:
        raise ValueError(number)
    return number


def _scalar(name: str) -> GraphQLScalarType:
    made = schema.get_type(name)
    assert isinstance(made, GraphQLScalarType)
    return made


schema = build_schema(GARDEN)
setattr(_scalar("Day"), "parse_value", _day)  # noqa: B010
setattr(_scalar("Day"), "coerce_input_value", _day)  # noqa: B010
setattr(_scalar("Even"), "coerce_input_literal", _even)  # noqa: B010
