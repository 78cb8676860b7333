/// The optional forms of JSON: errors folded into one object, and records in decoded form. JsonTests includes these tests.
module KafkaWire.Tests.JsonFormTests

open System
open System.Collections.Generic
open System.Text.Json
open Expecto
open KafkaWire
open KafkaWire.Messages
open KafkaWire.Schema
open KafkaWire.TestSupport
open KafkaWire.Tests.Law

/// Error codes and their messages, folded into one object.
module FoldedErrors =
    let private form () = JsonForm(FoldErrors = true)

    let private roundTrip (schema: MessageSchema<'T>) version (value: 'T) =
        let text = Json.formatAs (form ()) schema version value
        let read = Json.parseObject JsonReading.Strict schema version text
        Expect.isTrue (read.Equals value) text
        text

    let tests =
        testList "FoldedErrors" [
            testCase "errorCode and errorMessage fold into error, with the broker's message" (fun () ->
                let failed = {
                    DeleteTopics.DeletableTopicResult.Default with
                        Name = "a"
                        ErrorCode = ErrorCode.TopicAuthorizationFailed
                        ErrorMessage = "Ask Ada."
                }

                let fine = { DeleteTopics.DeletableTopicResult.Default with Name = null; ErrorMessage = null }
                let response = { DeleteTopics.Response.Default with Responses = [| failed; fine |] }

                Expect.equal
                    (roundTrip DeleteTopics.api.Response 6s response)
                    ("""{"throttleTimeMs":0,"responses":["""
                     + """{"name":"a","topicId":"AAAAAAAAAAAAAAAAAAAAAA","error":{"code":29,"name":"TOPIC_AUTHORIZATION_FAILED","retry":false,"message":"Ask Ada."}},"""
                     + """{"name":null,"topicId":"AAAAAAAAAAAAAAAAAAAAAA","error":{"code":0,"name":"NONE","retry":false,"message":null}}]}""")
                    "the JSON")

            testCase "without a broker message, the code's description is written, and ignored when read" (fun () ->
                let text = roundTrip Heartbeat.api.Response 4s { Heartbeat.Response.Default with ErrorCode = ErrorCode.RebalanceInProgress }
                let description = ErrorCodes.Description ErrorCode.RebalanceInProgress

                let expected =
                    """{"throttleTimeMs":0,"error":{"code":27,"name":"REBALANCE_IN_PROGRESS","retry":false,"message":"DESCRIPTION"}}"""
                        .Replace("DESCRIPTION", description)

                Expect.equal text expected "the JSON"
                let other = Json.parse Heartbeat.api.Response 4s (text.Replace(description, "anything"))
                Expect.equal other.ErrorCode ErrorCode.RebalanceInProgress "ErrorCode")

            testCase "a version without errorMessage writes the code's description" (fun () ->
                let response = {
                    DeleteTopics.Response.Default with
                        Responses = [| { DeleteTopics.DeletableTopicResult.Default with Name = "a" } |]
                }

                let text = roundTrip DeleteTopics.api.Response 4s response
                Expect.stringContains text $"\"message\":\"{ErrorCodes.Description ErrorCode.None}\"" "the JSON")

            testCase "acknowledgeErrorCode folds into acknowledgeError, with its own message" (fun () ->
                let partition = {
                    ShareFetch.PartitionData.Default with
                        ErrorMessage = "first"
                        AcknowledgeErrorCode = ErrorCode.InvalidRecordState
                        AcknowledgeErrorMessage = "second"
                        Records = Nullable Bytes.Empty
                }

                let topic = { ShareFetch.ShareFetchableTopicResponse.Default with Partitions = [| partition |] }
                let response = { ShareFetch.Response.Default with Responses = [| topic |] }
                let json = JsonElement.Parse(roundTrip ShareFetch.api.Response 1s response)
                let responses = json.GetProperty "responses"
                let partitions = responses[0].GetProperty "partitions"
                let found = partitions[0]
                Expect.equal (found.GetProperty("error").GetProperty("message").GetString()) "first" "error"
                Expect.equal (found.GetProperty("acknowledgeError").GetProperty("message").GetString()) "second" "acknowledgeError"
                Expect.equal (found.GetProperty("acknowledgeError").GetProperty("code").GetInt32()) 121 "code"
                let names = [ for p in found.EnumerateObject() -> p.Name ]
                Expect.isEmpty (names |> List.filter _.Contains("rrorMessage")) "messages beside the errors")

            testCase "a tagged error code at its default is omitted" (fun () ->
                let topic code = { CreateTopics.CreatableTopicResult.Default with Name = "a"; TopicConfigErrorCode = code }
                let text code = roundTrip CreateTopics.api.Response 7s { CreateTopics.Response.Default with Topics = [| topic code |] }
                Expect.isFalse ((text ErrorCode.None).Contains "topicConfigError") "at its default"
                Expect.stringContains (text ErrorCode.TopicAuthorizationFailed) "\"topicConfigError\":{\"code\":29," "the JSON")

            testCase "folded error names never collide with other fields" (fun () ->
                for schema in
                    [ yield! Catalogue.apis |> Seq.collect (fun api -> [ api.RequestSchema; api.ResponseSchema ]); yield! Catalogue.payloads ] do
                    for s in schema.Shape.Structs do
                        let names = [ for f in s.Fields -> f.JsonName ]

                        for field in s.Fields do
                            match field.Shape with
                            | Shape.Primitive Primitive.ErrorCode ->
                                Expect.stringEnds field.JsonName "rrorCode" $"{schema.Name}.{s.Name}"
                                Expect.isFalse (List.contains (field.JsonName.Replace("Code", "")) names) $"{schema.Name}.{s.Name}"
                            | _ -> ())

            testList "an error written by hand needs only a code or a name" [
                for text in
                    [
                        """{ "error": 27 }"""
                        """{ "error": "REBALANCE_IN_PROGRESS" }"""
                        """{ "error": { "code": 27 } }"""
                        """{ "error": { "name": "REBALANCE_IN_PROGRESS" } }"""
                        """{ "errorCode": { "name": "REBALANCE_IN_PROGRESS" } }"""
                        """{ "error": { "code": 27, "name": "A_NAME_OF_LATER" } }"""
                    ] do
                    testCase text (fun () ->
                        Expect.equal ((Json.parse Heartbeat.api.Response 4s text).ErrorCode) ErrorCode.RebalanceInProgress "ErrorCode")
            ]

            testList "a contradictory error is rejected" [
                for text, message in
                    [
                        """{ "error": 27, "errorCode": 27 }""", "HeartbeatResponse v4: Field \"errorCode\" is given twice."
                        """{ "error": {} }""",
                        "HeartbeatResponse v4 / ErrorCode: An error code, its name, or an object with \"code\" or \"name\" is expected, not {}."
                        """{ "error": { "code": 27, "name": "NONE" } }""",
                        "HeartbeatResponse v4 / ErrorCode: Code 27 is REBALANCE_IN_PROGRESS, not NONE. Change both, or omit one."
                        """{ "error": { "cod": 27 } }""",
                        "HeartbeatResponse v4 / ErrorCode: An error has no \"cod\". Its members are code, name, retry or retriable, and message."
                    ] do
                    testCase text (fun () ->
                        Expect.equal ((failureOf (fun () -> Json.parse Heartbeat.api.Response 4s text)).Message) message "Message")
            ]

            testCase "an error message given twice is rejected" (fun () ->
                let text = """{ "responses": [{ "errorMessage": "a", "error": { "code": 3, "message": "b" } }] }"""
                let failure = failureOf (fun () -> Json.parse DeleteTopics.api.Response 6s text)
                Expect.equal failure.Message "DeleteTopicsResponse v6 / Responses[0]: Field \"errorMessage\" is given twice." "Message")
        ]

module RecordData =
    let private decoded = JsonForm(DecodeRecords = true)
    let private produce = Produce.api.Request

    let private requestOf (data: Bytes) =
        let partition = { Produce.PartitionProduceData.Default with Records = Nullable data }

        {
            Produce.Request.Default with
                TopicData = [| { Produce.TopicProduceData.Default with PartitionData = [| partition |] } |]
        }

    let private dataOf (request: Produce.Request) = request.TopicData[0].PartitionData[0].Records.GetValueOrDefault()

    let private jsonOf (data: Bytes) = Json.toElementAs decoded produce 9s (requestOf data)

    let private batchesOf (json: JsonElement) =
        let first (name: string) (json: JsonElement) = Seq.head (json.GetProperty(name).EnumerateArray())
        (json |> first "topicData" |> first "partitionData").GetProperty "records"

    let private readBack (data: Bytes) = dataOf (Json.read produce 9s (jsonOf data))

    /// A batch's header and records, except for its compressed size and, before magic 2, the offsets in the header: they follow from those of
    /// the inner messages.
    let private content (batch: RecordBatch) =
        let offset (value: int64) = if batch.Magic < 2y then -1L else value

        let header = [
            int64 batch.Magic
            int64 batch.Compression
            int64 batch.TimestampType
            offset batch.BaseOffset
            offset batch.LastOffset
            int64 batch.PartitionLeaderEpoch
            batch.BaseTimestamp
            batch.MaxTimestamp
            batch.DeleteHorizon.GetValueOrDefault -1L
            batch.ProducerId
            int64 batch.ProducerEpoch
            int64 batch.BaseSequence
            (if batch.IsTransactional then 1L else 0L)
            (if batch.IsControl then 1L else 0L)
        ]

        let records = [
            for record in batch do
                record.Offset, record.StoredTimestamp, record.KeyOrNull, record.ValueOrNull, List.ofSeq record.Headers
        ]

        header, records

    /// The content of each batch, or its bytes if it is unreadable; and the bytes after the last batch.
    let private contents (data: Bytes) =
        let found = List()
        let mutable each = (Records.batches data).GetEnumerator()

        try
            while each.MoveNext() do
                found.Add(
                    try
                        Ok(content each.Current)
                    with :? WireException ->
                        Error each.Current.Bytes
                )
        with :? WireException ->
            ()

        List.ofSeq found, data.Slice each.Position

    let tests =
        testList "RecordData" [
            testList "batches read back with the same records, and other bytes unchanged" [
                for file in [ "records"; "records-damaged" ] do
                    testCase file (fun () ->
                        let findings = Findings()

                        for line in TestData.Objects $"vectors/{file}.jsonl.gz" do
                            let data = Bytes.OfHex(line.GetProperty("hex").GetString() |> nonNull)

                            try
                                let back = readBack data
                                let batches, rest = contents data
                                let batchesBack, restBack = contents back

                                if batches <> batchesBack then findings.Add $"{jsonOf data}\n  comes back as {jsonOf back}"
                                elif rest <> restBack then findings.Add $"the rest of {data} comes back as {restBack}"
                            with :? WireException as e ->
                                findings.Add $"{e.Message}\n  {jsonOf data}"

                        findings.Tell())
            ]

            testCase "records written by hand become one batch" (fun () ->
                let request =
                    Json.parse
                        produce
                        9s
                        """{ "topicData": [{ "partitionData": [{ "records": [
                     { "key": "a", "value": "two coffees", "timestamp": 5, "headers": [{ "key": "h", "value": null }] },
                     { "value": { "base64": "/wA=" } } ] }] }] }"""

                let expected =
                    Records.build (RecordBatchOptions()) [
                        NewRecord(
                            Key = Bytes.OfString "a",
                            Value = Bytes.OfString "two coffees",
                            Timestamp = 5L,
                            Headers = [| RecordHeader("h", Nullable()) |]
                        )
                        NewRecord(Value = Bytes.OfHex "ff00")
                    ]

                Expect.equal (dataOf request) expected "dataOf")

            testCase "batches written by hand keep their compression and offsets" (fun () ->
                let request =
                    Json.parse
                        produce
                        9s
                        """{ "topicData": [{ "partitionData": [{ "records": [
                     { "compression": "gzip", "baseOffset": 7, "records": [{ "value": "a" }, { "value": "b", "offset": 9 }] },
                     { "magic": 1, "records": [{ "value": "c" }] } ] }] }] }"""

                let batches = dataOf request |> Records.batches |> List.ofSeq
                Expect.equal [ for batch in batches -> batch.Magic ] [ 2y; 1y ] "Magic"
                Expect.equal batches[0].Compression CompressionType.Gzip "Compression"
                Expect.equal [ for record in batches[0] -> record.Offset ] [ 7L; 9L ] "Offset"
                Expect.equal [ for record in batches[1] -> record.Value.ToUtf8String() ] [ "c" ] "Value")

            testCase "text is shown as text, bytes as base64, and default header fields are omitted" (fun () ->
                let data =
                    Records.build (RecordBatchOptions(BaseOffset = 7L)) [
                        NewRecord(Key = Bytes.OfHex "00", Value = Bytes.OfString "two\tcoffees", Timestamp = 5L)
                    ]

                Expect.equal
                    ((batchesOf (jsonOf data)).GetRawText())
                    """[{"baseOffset":7,"magic":2,"compression":"none","records":[{"offset":7,"timestamp":5,"key":{"base64":"AA=="},"value":"two\tcoffees"}]}]"""
                    "batchesOf")

            testCase "a truncated batch is shown with an error" (fun () ->
                let whole = Records.build (RecordBatchOptions()) [ NewRecord(Value = Bytes.OfString "a", Timestamp = 5L) ]
                let json = batchesOf (jsonOf (whole.Slice(0, whole.Length - 1)))
                Expect.equal (json.GetArrayLength()) 1 "json"

                Expect.equal
                    (json[0].GetProperty("error").GetString())
                    $"The batch is truncated: of its {whole.Length} bytes, {whole.Length - 1} are present."
                    "error"

                let error (bytes: Bytes) =
                    let json = batchesOf (jsonOf bytes)
                    json[0].GetProperty("error").GetString()

                Expect.equal (error (whole.Slice(0, 1))) "The batch is truncated: only 1 byte is present." "error"
                Expect.equal (error (whole.Slice(0, 2))) "The batch is truncated: only 2 bytes are present." "error")

            testList "an error in records is reported with its path" [
                for records, message in
                    [
                        """[{ "vlaue": "" }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0]: No field of a record is called \"vlaue\". Did you mean \"value\"?"
                        """[{ "records": [], "compresion": "gzip" }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0]: No field of a batch is called \"compresion\". Did you mean \"compression\"?"
                        """[{ "records": [], "compression": "brotli" }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].compression: One of none, gzip, snappy, lz4, zstd is expected, not \"brotli\"."
                        """[{ "records": [{ "offset": "1" }] }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].records[0].offset: An int64 is expected, not \"1\"."
                        """[{ "value": 1 }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[0].value: A string, null, or an object with \"base64\" is expected, not 1."
                        """[{ "records": [] }, { "value": "" }]""",
                        "ProduceRequest v9 / TopicData[0].PartitionData[0].Records[1]: An element with \"records\" or \"base64\" is expected, like the others."
                        """{}""", "ProduceRequest v9 / TopicData[0].PartitionData[0].Records: Base64 text is expected, not {}."
                    ] do
                    testCase records (fun () ->
                        let text = $$"""{ "topicData": [{ "partitionData": [{ "records": {{records}} }] }] }"""
                        Expect.equal ((failureOf (fun () -> Json.parse produce 9s text)).Message) message "Message")
            ]
        ]
