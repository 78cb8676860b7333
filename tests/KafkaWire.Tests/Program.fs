module KafkaWire.Tests.Program

open KafkaWire.TestSupport

[<EntryPoint>]
let main arguments = TestRun.run arguments
