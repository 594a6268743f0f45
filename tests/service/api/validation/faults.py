"""For each rule documents that break it, the same put right, and what is said."""

DOG = "fragment Dog on Dog { id } "

# rule, document, the same put right, what is said
CASES = [
    (
        "ExecutableDefinitions",
        "{ any { __typename } } type Extra { id: ID }",
        "{ any { __typename } }",
        "Only operations and fragments can be run.",
    ),
    (
        "UniqueOperationNames",
        "query A { __typename } query A { __typename }",
        "query A { __typename } query B { __typename }",
        "Operation 'A' is defined twice.",
    ),
    (
        "LoneAnonymousOperation",
        "{ __typename } query A { __typename }",
        "query B { __typename } query A { __typename }",
        "An operation without a name must be the only one.",
    ),
    (
        "SingleFieldSubscriptions",
        "subscription { born { id } lost { id } }",
        "subscription { born { id } }",
        "A subscription selects one field, not several.",
    ),
    (
        "SingleFieldSubscriptions",
        "subscription { ...S } fragment S on Subscription { __typename }",
        "subscription { ...S } fragment S on Subscription { lost { id } }",
        "A subscription's one field may not be of the schema.",
    ),
    (
        "SingleFieldSubscriptions",
        "subscription { ... @include(if: true) { born { id } } }",
        "subscription { ... { born { id @include(if: true) } } }",
        "A subscription's one field may be neither skipped nor included by choice.",
    ),
    (
        "SingleFieldSubscriptions",
        "subscription { }",
        "subscription { born { id } }",
        "A subscription selects one field.",
    ),
    (
        "KnownTypeNames",
        "{ any { ... on Nothing { id } } }",
        "{ any { ... on Dog { id } } }",
        "There is no type 'Nothing'.",
    ),
    (
        "KnownTypeNames",
        "query ($of: Nothing) { any(of: $of) { __typename } }",
        "query ($of: Kind) { any(of: $of) { __typename } }",
        "There is no type 'Nothing'.",
    ),
    (
        "FragmentsOnCompositeTypes",
        "{ any { ... on Kind { id } } }",
        "{ any { ... on Cat { id } } }",
        "A fragment cannot be on 'Kind', which has no fields.",
    ),
    (
        "VariablesAreInputTypes",
        "query ($a: Dog) { values(json: [$a]) }",
        "query ($a: Filter) { values(json: [$a]) }",
        "Variable '$a' cannot be of type 'Dog': that is no input.",
    ),
    (
        "ScalarLeafs",
        "{ values { id } }",
        "{ values }",
        "Field 'Query.values' is of type 'String': nothing can be selected in it.",
    ),
    (
        "ScalarLeafs",
        "{ any }",
        "{ any { __typename } }",
        "Field 'Query.any' is of type 'Any': say which of its fields are wanted.",
    ),
    (
        "FieldsOnCorrectType",
        "{ any { id } }",
        "{ any { ... on Node { id } } }",
        "Type 'Any' has no field 'id'.",
    ),
    (
        "UniqueFragmentNames",
        "{ any { ...Dog } } " + DOG + DOG,
        "{ any { ...Dog } } " + DOG,
        "Fragment 'Dog' is defined twice.",
    ),
    (
        "KnownFragmentNames",
        "{ any { ...Dig } }",
        "{ any { ...Dog } } " + DOG,
        "There is no fragment 'Dig'.",
    ),
    (
        "NoUnusedFragments",
        "{ any { __typename } } " + DOG,
        "{ any { ...Dog } } " + DOG,
        "Fragment 'Dog' is never used.",
    ),
    (
        "PossibleFragmentSpreads",
        "{ rooted: root { any { ... on Query { __typename } } } }",
        "{ rooted: root { ... on Query { __typename } } }",
        "A fragment is on 'Query', which 'Any' never is.",
    ),
    (
        "PossibleFragmentSpreads",
        "{ ...Dog } " + DOG,
        "{ any { ...Dog } } " + DOG,
        "Fragment 'Dog' is on 'Dog', which 'Query' never is.",
    ),
    (
        "NoFragmentCycles",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { __typename }",
        "Fragment 'A' spreads itself by way of 'B'.",
    ),
    (
        "UniqueVariableNames",
        "query ($a: Json, $a: Json) { values(json: $a) }",
        "query ($a: Json) { values(json: $a) }",
        "Variable '$a' is defined twice.",
    ),
    (
        "NoUndefinedVariables",
        "query Q { ...A } fragment A on Query { values(json: $a) }",
        "query Q ($a: Json) { ...A } fragment A on Query { values(json: $a) }",
        "Variable '$a' is not defined in operation 'Q'.",
    ),
    (
        "NoUnusedVariables",
        "query ($a: Json) { values }",
        "query ($a: Json) { values(json: {b: [$a]}) }",
        "Variable '$a' is never used.",
    ),
    (
        "KnownDirectives",
        "{ values @nothing }",
        "{ values @once }",
        "There is no directive '@nothing'.",
    ),
    (
        "KnownDirectives",
        "{ ... @deprecated { values } }",
        "{ ... @once { values } }",
        "Directive '@deprecated' may not stand on INLINE_FRAGMENT.",
    ),
    (
        "UniqueDirectivesPerLocation",
        "{ values @once @once }",
        "{ values @often(times: 1) @often(times: 2) }",
        "Directive '@once' may stand only once in one place.",
    ),
    (
        "DeferStreamDirectiveOnRootField",
        'mutation { ... @defer { rename(id: "a") { id } } }',
        'mutation { rename(id: "a") { ... @defer { id } } }',
        "'@defer' may not stand on top of a mutation.",
    ),
    (
        "DeferStreamDirectiveOnValidOperations",
        "subscription { born { ...Dog @defer } } " + DOG,
        "subscription { born { ...Dog @defer(if: false) } } " + DOG,
        "In a subscription '@defer' needs an 'if' that can be false.",
    ),
    (
        "DeferStreamDirectiveLabel",
        '{ ... @defer(label: "a") { values } ... @defer(label: "a") { values } }',
        '{ ... @defer(label: "a") { values } ... @defer(label: "b") { values } }',
        "Two parts of the answer have the same label.",
    ),
    (
        "DeferStreamDirectiveLabel",
        "query ($a: String) { ... @defer(label: $a) { values } }",
        "query ($a: String) { ... @once(note: $a) { values } }",
        "The label of '@defer' must be written out.",
    ),
    (
        "StreamDirectiveOnListField",
        "{ any @stream { __typename } }",
        "{ pets @stream { __typename } }",
        "Field 'Query.any' is no list, and cannot be streamed.",
    ),
    (
        "KnownArgumentNames",
        "{ any(off: OLD) { __typename } }",
        "{ any(of: OLD) { __typename } }",
        "Field 'Query.any' has no argument 'off'.",
    ),
    (
        "KnownArgumentNames",
        "{ values @once(text: 1) }",
        '{ values @once(note: "1") }',
        "Directive '@once' has no argument 'text'.",
    ),
    (
        "UniqueArgumentNames",
        "{ any(of: OLD, of: OLD) { __typename } }",
        "{ any(of: OLD) { __typename } }",
        "Argument 'of' is given more than once.",
    ),
    (
        "ValuesOfCorrectType",
        '{ pets(first: "ten") { __typename } }',
        "{ pets(first: 10) { __typename } }",
        "Argument 'first' of 'Query.pets' takes 'Int!', not \"ten\".",
    ),
    (
        "ValuesOfCorrectType",
        "{ pets(first: null) { __typename } }",
        "{ pets(first: 0) { __typename } }",
        "Argument 'first' of 'Query.pets' takes 'Int!' and may not be null.",
    ),
    (
        "ValuesOfCorrectType",
        "{ pets(first: 2147483648) { __typename } }",
        "{ pets(first: 2147483647) { __typename } }",
        "Argument 'first' of 'Query.pets' takes 'Int!', not 2147483648.",
    ),
    (
        "ValuesOfCorrectType",
        "query ($a: Int! = null) { pets(first: $a) { __typename } }",
        "query ($a: Int = null) { pets(first: $a) { __typename } }",
        "The default of '$a' takes 'Int!' and may not be null.",
    ),
    (
        "ValuesOfCorrectType",
        "{ pets(where: {kinds: [OLD, GOOD]}) { __typename } }",
        "{ pets(where: {kinds: [OLD, WILD]}) { __typename } }",
        "Field 'kinds' of 'Filter' takes 'Kind!', not GOOD.",
    ),
    (
        "ValuesOfCorrectType",
        "{ pets(where: {colour: 1}) { __typename } }",
        "{ pets(where: {limit: 1}) { __typename } }",
        "Input 'Filter' has no field 'colour'.",
    ),
    (
        "ValuesOfCorrectType",
        "{ needed(input: {even: 2}) { id } }",
        "{ needed(input: {even: 2, must: 1}) { id } }",
        "Input 'Needed' needs the field 'must' of type 'Int!'.",
    ),
    (
        "ValuesOfCorrectType",
        "{ needed(input: [1]) { id } }",
        "{ needed(input: {even: 2, must: 1}) { id } }",
        "Argument 'input' of 'Query.needed' takes 'Needed!', not a list.",
    ),
    (
        "ValuesOfCorrectType",
        '{ pick(by: {id: 1, name: "a"}) { id } }',
        "{ pick(by: {id: 1}) { id } }",
        "Input 'Pick' takes exactly one field, and that not null.",
    ),
    (
        "ValuesOfCorrectType",
        "{ pick(by: {id: null}) { id } }",
        "{ pick(by: {many: 1}) { id } }",
        "Input 'Pick' takes exactly one field, and that not null.",
    ),
    (
        "ValuesOfCorrectType",
        '{ values(day: "today") }',
        '{ values(day: "2020-01-01") }',
        "That is no day.",
    ),
    (
        "ValuesOfCorrectType",
        "{ values(even: 3) }",
        "{ values(even: 4) }",
        "Argument 'even' of 'Query.values' takes 'Even', not 3.",
    ),
    (
        "ProvidedRequiredArguments",
        "{ pet { id } }",
        "{ pet(id: 1) { id } }",
        "Field 'Query.pet' needs the argument 'id' of type 'ID!'.",
    ),
    (
        "ProvidedRequiredArguments",
        "{ values @often }",
        "{ values @often(times: 1) }",
        "Directive '@often' needs the argument 'times' of type 'Int!'.",
    ),
    (
        "VariablesInAllowedPosition",
        "query ($a: ID) { pet(id: $a) { id } }",
        'query ($a: ID = "b") { pet(id: $a) { id } }',
        "Variable '$a' is of type 'ID', and stands where 'ID!' is wanted.",
    ),
    (
        "VariablesInAllowedPosition",
        "query ($a: Int) { matrix(strict: [[$a]]) }",
        "query ($a: Int!) { matrix(strict: [[$a]]) }",
        "Variable '$a' is of type 'Int', and stands where 'Int!' is wanted.",
    ),
    (
        "VariablesInAllowedPosition",
        "query ($a: ID) { pick(by: {id: $a}) { id } }",
        "query ($a: ID!) { pick(by: {id: $a}) { id } }",
        "Variable '$a' must be of type 'ID!': it is the one field of an input that takes exactly"
        " one.",
    ),
    (
        "OverlappingFieldsCanBeMerged",
        "{ x: values x: matrix(strict: []) }",
        "{ x: values y: matrix(strict: []) }",
        "Fields cannot share the name 'x': 'values' and 'matrix' are different fields."
        " Give one of them an alias.",
    ),
    (
        "OverlappingFieldsCanBeMerged",
        "{ any { ... on Dog { x: barks } ...Cat } } fragment Cat on Cat { x: barks }",
        "{ any { ... on Dog { x: barks(loud: true) } ...Cat } } fragment Cat on Dog { x: barks"
        "(loud: true) }",
        "Fields cannot share the name 'x': they are of the types '[Int!]' and '[Int]'."
        " Give one of them an alias.",
    ),
    (
        "OverlappingFieldsCanBeMerged",
        "{ values(json: {a: 1, b: 2}) values(json: {a: 2, b: 1}) }",
        "{ values(json: {a: 1, b: 2}) values(json: {b: 2, a: 1}) }",
        "Fields cannot share the name 'values': their arguments differ. Give one of them an alias.",
    ),
    (
        "OverlappingFieldsCanBeMerged",
        "{ pets @stream { __typename } pets { __typename } }",
        "{ pets @stream { __typename } more: pets { __typename } }",
        "Fields cannot share the name 'pets': one of them is streamed. Give one of them an alias.",
    ),
    (
        "OverlappingFieldsCanBeMerged",
        "{ pick { ... on Dog { next { x: id } } ... on Node { next { x: __typename } } } }",
        "{ pick { ... on Dog { next { x: id } } ... on Cat { next { x: __typename } } } }",
        "Fields cannot share the name 'x': 'id' and '__typename' are different fields."
        " Give one of them an alias.",
    ),
    (
        "UniqueInputFieldNames",
        "{ values(json: {a: 1, a: 1}) }",
        "{ values(json: {a: 1, b: 1}) }",
        "Input field 'a' is given more than once.",
    ),
    (
        "MaxIntrospectionDepthRule",
        "{ __schema { types { fields { type { fields { type { ...T } } } } } } }"
        " fragment T on __Type { interfaces { name } }",
        "{ __schema { types { fields { type { fields { type { ...T } } } } } } }"
        " fragment T on __Type { name }",
        "At most 2 lists of the schema's own may stand inside each other.",
    ),
]
