/// UUIDs as texts, which are Kafka's.
module KafkaWire.Tests.UuidTests

open System
open System.Text
open NUnit.Framework
open KafkaWire
open KafkaWire.TestSupport

let private zero = String('A', 22)

/// Texts around the rules: length, padding, bits behind the last byte, other alphabets, white space.
let private texts =
    let random = Campaign.Random()

    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    let noise (alphabet: string) length = String [| for _ in 1..length -> alphabet[random.Next alphabet.Length] |]

    [| "abc-DEF_ghi0123456789w"
       for last in digits do
           zero[..20] + string last
       for length in 0..26 do
           noise digits length
       for length in 20..24 do
           for padding in 0..4 do
               noise digits length + String('=', padding)
       for other in [ ' '; '\n'; '\t'; '\000'; '+'; '/'; '='; '.'; 'é'; '漢'; '\uFF21' ] do
           for at in [ 0; 10; 21; 22 ] do
               zero[.. at - 1] + string other + zero[at..]

           for at in [ 0; 10; 21 ] do
               zero[.. at - 1] + string other + zero[at + 1 ..]
       zero + " "
       " " + zero
       "00000000-0000-0000-0000-000000000000"
       for _ in 1..500 do
           noise (digits + "==") 22
       for _ in 1..500 do
           noise digits 22 |]

let private parsed (text: string) =
    let mutable uuid = Uuid()
    if Uuid.TryParse(text, &uuid) then uuid.ToString() else "refused"

[<Test>]
let ``a text is accepted or refused as by Kafka, and read to the same UUID`` () =
    task {
        use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")
        let! answers = oracle.AskAsync [| for text in texts -> $"uuid {Convert.ToHexStringLower(Encoding.UTF8.GetBytes text)}" |]

        let differences =
            [ for text, theirs in Array.zip texts answers do
                  if parsed text <> theirs then $"\"{text}\": ours {parsed text}, Kafka's {theirs}" ]

        Assert.That(differences, Is.Empty)
    }

[<TestCase("AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAA")>]
[<TestCase("AAAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAAAAAAAAAAAAAQ")>]
[<TestCase("__________________-_ww", "__________________-_ww")>]
[<TestCase("AAAAAAAAAAAAAAAAAAAAAQ=", "refused")>]
[<TestCase(" AAAAAAAAAAAAAAAAAAAAAQ", "refused")>]
[<TestCase("AAAAAAAAAAAAAAAAAAAAA+", "refused")>]
[<TestCase("", "refused")>]
let ``bits behind the last byte are ignored, padding is whole or absent, white space is refused`` (text: string, expected: string) =
    Assert.That(parsed text, Is.EqualTo expected)

    if expected = "refused" then
        Assert.Throws<FormatException>(Action(fun () -> Uuid.Parse text |> ignore)) |> ignore
    else
        Assert.That(Uuid.Parse(text).ToString(), Is.EqualTo expected)

[<Test>]
let ``null is no UUID`` () =
    let mutable uuid = Uuid(1UL, 2UL)
    Assert.That(Uuid.TryParse(null, &uuid), Is.False)
    Assert.That(uuid.IsZero)

[<Test>]
let ``the text of a random UUID has no dash, as with Kafka`` () =
    let uuids = [| for _ in 1..2000 -> Uuid.NewRandom() |]
    Assert.That(uuids |> Array.filter _.ToString().Contains('-'), Is.Empty)
    Assert.That(uuids |> Array.distinct |> Array.length, Is.EqualTo 2000)

    for uuid in uuids do
        Assert.That(uuid.ToGuid().Version, Is.EqualTo 4)
        Assert.That(uuid.ToGuid().Variant, Is.InRange(8, 11))
        Assert.That(Uuid.Parse(uuid.ToString()).Equals uuid)
