/// The text form of UUIDs, which is Kafka's.
module KafkaWire.Tests.UuidTests

open System
open System.Text
open Expecto
open KafkaWire
open KafkaWire.TestSupport

let private zero = String('A', 22)

/// Texts that probe the rules: length, padding, bits after the last byte, other alphabets, white space.
let private texts =
    let random = Campaign.Random()

    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    let noise (alphabet: string) length = String [| for _ in 1..length -> alphabet[random.Next alphabet.Length] |]

    [|
        "abc-DEF_ghi0123456789w"
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
            noise digits 22
    |]

let private parsed (text: string) =
    let mutable uuid = Uuid()
    if Uuid.TryParse(text, &uuid) then uuid.ToString() else "refused"

[<Tests>]
let tests =
    testList "UuidTests" [
        testCaseTask "TryParse accepts the same texts as Kafka, with the same result" (fun () ->
            task {
                use oracle = JavaProgram.Start("TextOracle.java", "4.4.0")
                let! answers = oracle.AskAsync [| for text in texts -> $"uuid {Convert.ToHexStringLower(Encoding.UTF8.GetBytes text)}" |]

                let differences = [
                    for text, theirs in Array.zip texts answers do
                        if parsed text <> theirs then $"\"{text}\": ours {parsed text}, Kafka's {theirs}"
                ]

                Expect.isEmpty differences "differences"
            })

        testList "extra bits are ignored, padding is complete or absent, white space is rejected" [
            for text, expected in
                [
                    "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAA"
                    "AAAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAAAAAAAAAAAAAQ"
                    "__________________-_ww", "__________________-_ww"
                    "AAAAAAAAAAAAAAAAAAAAAQ=", "refused"
                    " AAAAAAAAAAAAAAAAAAAAAQ", "refused"
                    "AAAAAAAAAAAAAAAAAAAAA+", "refused"
                    "", "refused"
                ] do
                testCase $"\"{text}\"" (fun () ->
                    Expect.equal (parsed text) expected "TryParse"

                    if expected = "refused" then
                        Expect.throwsT<FormatException> (fun () -> Uuid.Parse text |> ignore<Uuid>) "Parse"
                    else
                        Expect.equal (Uuid.Parse(text).ToString()) expected "Parse")
        ]

        testCase "TryParse rejects null" (fun () ->
            let mutable uuid = Uuid(1UL, 2UL)
            Expect.isFalse (Uuid.TryParse(null, &uuid)) "TryParse"
            Expect.isTrue uuid.IsZero "IsZero")

        testCase "a random UUID has no dash in its text, as in Kafka" (fun () ->
            let uuids = [| for _ in 1..2000 -> Uuid.NewRandom() |]
            Expect.isEmpty (uuids |> Array.filter _.ToString().Contains('-')) "UUIDs with a dash"
            Expect.equal (uuids |> Array.distinct |> Array.length) 2000 "distinct UUIDs"

            for uuid in uuids do
                Expect.equal (uuid.ToGuid().Version) 4 "Version"
                Expect.isTrue (uuid.ToGuid().Variant >= 8 && uuid.ToGuid().Variant <= 11) "Variant"
                Expect.isTrue (Uuid.Parse(uuid.ToString()).Equals uuid) "Parse")
    ]
