/// A message that uses every feature of schemas, which no message of Kafka does.
module KafkaWire.Tests.Everything

open System
open KafkaWire
open KafkaWire.Schema
open KafkaWire.Schema.Words

[<NoComparison>]
type Leaf = { Id: int; UnknownTaggedFields: TaggedField[] }

let leaf = message<Leaf> "Leaf" {
    let! id   = field "Id" _.Id int32 always
    and! tags = unknownTags _.UnknownTaggedFields
    return { Id = id; UnknownTaggedFields = tags } }

type Leaf with
    static member Default = leaf.Default

[<NoComparison>]
type Branch =
    { Error: ErrorCode
      Name: string | null
      TopicId: Uuid
      Leaves: Leaf[]
      Epoch: int
      Only: Leaf
      Maybe: Leaf | null
      Racks: string[] | null
      Owner: Uuid
      Hint: Leaf | null
      Cursor: int64
      UnknownTaggedFields: TaggedField[] }

let branch = message<Branch> "Branch" {
    let! error   = field              "Error"   _.Error   errorCode                   always
    and! name    = field              "Name"    _.Name    (nullable 2 string)         always
    and! topicId = field              "TopicId" _.TopicId uuid                        (ignorable (since 1))
    and! leaves  = field              "Leaves"  _.Leaves  (array leaf)                always
    and! epoch   = fieldOr -1         "Epoch"   _.Epoch   int32                       (since 1)
    and! only    = field              "Only"    _.Only    (structure leaf)            (since 1)
    and! maybe   = fieldOr null       "Maybe"   _.Maybe   (nullable 1 (structure leaf)) (since 1)
    and! racks   = fieldOr null       "Racks"   _.Racks   (nullableIn 1 2 (array string)) (since 1)
    and! owner   = tagged 0           "Owner"   _.Owner   uuid                        (ignorable (since 2))
    and! hint    = taggedOr 1 null    "Hint"    _.Hint    (optional 2 leaf)           (since 2)
    and! cursor  = taggedOr 3 -1L     "Cursor"  _.Cursor  int64                       (since 3)
    and! tags    = unknownTags                  _.UnknownTaggedFields
    return { Error = error; Name = name; TopicId = topicId; Leaves = leaves; Epoch = epoch; Only = only; Maybe = maybe
             Racks = racks; Owner = owner; Hint = hint; Cursor = cursor; UnknownTaggedFields = tags } }

type Branch with
    static member Default = branch.Default

[<NoComparison>]
type Root =
    { Small: sbyte
      Port: uint16
      Ratio: float
      Flag: bool
      Note: string
      Data: Bytes
      MaybeData: Nullable<Bytes>
      Records: Nullable<Bytes>
      Branches: Branch[] | null
      Numbers: int[]
      Longs: int64[]
      Ids: Uuid[]
      MaxBytes: int
      Password: Bytes
      UnknownTaggedFields: TaggedField[] }

let root = message<Root> "Root" {
    let! small     = field    "Small"     _.Small     int8                     always
    and! port      = field    "Port"      _.Port      uint16                   (since 1)
    and! ratio     = field    "Ratio"     _.Ratio     float64                  (since 1)
    and! flag      = fieldOr true "Flag"  _.Flag      bool                     (versions 1 2)
    and! note      = field    "Note"      _.Note      string                   always
    and! data      = field    "Data"      _.Data      bytes                    always
    and! maybeData = field    "MaybeData" _.MaybeData (nullableBytes 1)        always
    and! records   = field    "Records"   _.Records   (nullableRecordsIn 0 1)  always
    and! branches  = field    "Branches"  _.Branches  (nullable 1 (array branch)) always
    and! numbers   = field    "Numbers"   _.Numbers   (array int32)            always
    and! longs     = field    "Longs"     _.Longs     (array int64)            (since 2)
    and! ids       = field    "Ids"       _.Ids       (array uuid)             (ignorable (since 2))
    and! maxBytes  = fieldOr Int32.MaxValue "MaxBytes" _.MaxBytes int32        (since 3)
    and! password  = field    "Password"  _.Password  (secret bytes)           (since 3)
    and! tags      = unknownTags          _.UnknownTaggedFields
    return { Small = small; Port = port; Ratio = ratio; Flag = flag; Note = note; Data = data; MaybeData = maybeData
             Records = records; Branches = branches; Numbers = numbers; Longs = longs; Ids = ids; MaxBytes = maxBytes
             Password = password; UnknownTaggedFields = tags } }

type Root with
    static member Default = root.Default
