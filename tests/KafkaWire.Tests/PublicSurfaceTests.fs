module KafkaWire.Tests.PublicSurfaceTests

open System.Reflection
open Expecto
open KafkaWire.TestSupport

[<Tests>]
let tests =
    testList "PublicSurfaceTests" [
        testList "the public surface is the accepted one" [
            for assembly in [ "KafkaWire.Fs"; "KafkaWire.FsCheck" ] do
                testCase assembly (fun () -> PublicSurface.Check(Assembly.Load assembly))
        ]
    ]
