module KafkaWire.Tests.PublicSurfaceTests

open System.Reflection
open NUnit.Framework
open KafkaWire.TestSupport

[<TestCase "KafkaWire.Fs">]
[<TestCase "KafkaWire.FsCheck">]
let ``the public surface is the accepted one`` (assembly: string) = PublicSurface.Check(Assembly.Load assembly)
