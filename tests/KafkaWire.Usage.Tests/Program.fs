module KafkaWire.Usage.Tests.Program

open KafkaWire.TestSupport

[<EntryPoint>]
let main arguments = TestRun.run arguments
