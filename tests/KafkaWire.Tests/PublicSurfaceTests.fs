module KafkaWire.Tests.PublicSurfaceTests

open System.Reflection
open Expecto
open KafkaWire.TestSupport

[<Tests>]
let tests =
    testList "PublicSurfaceTests" [
        testList "the public surface matches the accepted baseline" [
            for assembly in [ "KafkaWire.Fs"; "KafkaWire.FsCheck" ] do
                testCase assembly (fun () -> PublicSurface.Check(Assembly.Load assembly))
        ]
    ]
