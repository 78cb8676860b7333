namespace KafkaWire

open System
open System.Collections.Generic
open System.Runtime.CompilerServices

/// <summary>Enumerates the records of a batch. Nothing is allocated for a record.</summary>
[<Struct; NoEquality; NoComparison>]
type RecordEnumerator =
    val private source: byte[]
    val private finish: int
    val private origin: int
    val private count: int
    val private baseOffset: int64
    val private baseTimestamp: int64
    val private appendTime: int64
    val private baseSequence: int
    // magic 0 or 1
    val private isLegacy: bool
    val private isAppendTime: bool
    val mutable private position: int
    val mutable private index: int
    val mutable private attributes: sbyte
    val mutable private keyStart: int
    val mutable private keyLength: int
    val mutable private valueStart: int
    val mutable private valueLength: int
    val mutable private headerStart: int
    val mutable private headerCount: int
    val mutable private offset: int64
    val mutable private stored: int64
    val mutable private timestamp: int64
    val mutable private sequence: int

    internal new(source, start, finish, origin, count, baseOffset, baseTimestamp, isAppendTime, appendTime, baseSequence, isLegacy) =
        { source = source
          finish = finish
          origin = origin
          count = count
          baseOffset = baseOffset
          baseTimestamp = baseTimestamp
          appendTime = appendTime
          baseSequence = baseSequence
          isLegacy = isLegacy
          isAppendTime = isAppendTime
          position = start
          index = 0
          attributes = 0y
          keyStart = 0
          keyLength = -1
          valueStart = 0
          valueLength = -1
          headerStart = 0
          headerCount = 0
          offset = 0L
          stored = 0L
          timestamp = 0L
          sequence = -1 }

    /// Reads the record at a position and checks every step: for the last record of an array, and to report errors.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private e.MoveNextChecked(start: int) : bool =
        e.position <- start
        let mutable outer = CheckedCursor(e.source, start, e.finish, e.origin, e.index)
        let size = outer.Varint()

        if size < 0 then outer.Fail(WireError.LengthOutOfRange(int64 size, int64 outer.Left), start)

        outer.Need size
        let bodyEnd = outer.Position + size
        let mutable c = CheckedCursor(e.source, outer.Position, bodyEnd, e.origin, e.index)
        e.attributes <- sbyte (c.Byte())
        e.stored <- e.baseTimestamp + c.Varlong()
        e.timestamp <- if e.isAppendTime then e.appendTime else e.stored
        let delta = c.Varint()
        e.offset <- e.baseOffset + int64 delta
        e.sequence <- if e.baseSequence >= 0 then BatchLayout.addSequence e.baseSequence delta else -1
        e.keyLength <- c.Skip()
        e.keyStart <- c.Position - max 0 e.keyLength
        e.valueLength <- c.Skip()
        e.valueStart <- c.Position - max 0 e.valueLength
        let at = c.Position
        e.headerCount <- c.Varint()

        // A header takes at least two bytes.
        if e.headerCount < 0 then
            c.Fail(WireError.LengthOutOfRange(int64 e.headerCount, int64 c.Left), at)
        elif int64 e.headerCount * 2L > int64 c.Left then
            c.Fail(WireError.InsufficientBytes(int64 e.headerCount * 2L, int64 c.Left), at)

        e.headerStart <- c.Position

        for _ in 1 .. e.headerCount do
            let at = c.Position
            let keyLength = c.Skip()

            if keyLength < 0 then c.Fail(WireError.LengthOutOfRange(int64 keyLength, int64 c.Left), at)

            c.Skip() |> ignore<int>

        if c.Left > 0 then c.Fail(WireError.TrailingBytes c.Left, c.Position)

        if e.index + 1 = e.count && bodyEnd < e.finish then
            c.Fail(WireError.TrailingBytes(e.finish - bodyEnd), bodyEnd)

        e.position <- bodyEnd
        e.index <- e.index + 1
        true

    /// Whether the headers, which begin with their count, are well-formed and end with the record. Sets their position and count.
    member private e.PassHeaders(start: nativeint, bodyEnd: nativeint) : bool =
        let bytes = e.source
        // After this position there is no room for a length of 5 bytes.
        let last = nativeint e.finish - 5n
        let mutable p = start
        let mutable malformed = p > last

        if not malformed then
            let count = RecordVarint.read bytes &p &malformed
            e.headerStart <- int p
            e.headerCount <- count
            let mutable left = count

            if left < 0 || nativeint left > bodyEnd - p then malformed <- true

            while left > 0 && not malformed do
                left <- left - 1

                if p > last then
                    malformed <- true
                else
                    let key = RecordVarint.readZigzag bytes &p &malformed

                    if RecordVarint.pass key &p last &malformed < 0 || malformed then
                        malformed <- true
                    else
                        let value = RecordVarint.readZigzag bytes &p &malformed
                        RecordVarint.pass value &p bodyEnd &malformed |> ignore<int>

        not malformed && p = bodyEnd

    /// Reads the record at the position; false if it may not be well-formed. The fields, including the position, are set while reading; after a
    /// failure MoveNextChecked sets all of them again.
    member private e.MoveNextFast() : bool =
        let bytes = e.source
        let finish = nativeint e.finish
        let mutable p = nativeint e.position

        // The maximum lengths: size 5, attributes 1, timestamp 10, offset 5, key length 5.
        if finish - p < 26n then
            false
        else
            let mutable malformed = false
            let body = RecordVarint.readZigzag bytes &p &malformed
            // A negative size appears as too large a number.
            let size = nativeint (uint32 body >>> 1)

            if body &&& 1 <> 0 || size > finish - p then
                false
            else
                let bodyEnd = p + size
                // Set as early as possible, because reading the next record depends on it.
                e.position <- int bodyEnd
                e.attributes <- sbyte (RecordVarint.byteAt bytes p)
                p <- p + 1n
                let timestampDelta = RecordVarint.readLong bytes &p &malformed
                let stored = e.baseTimestamp + timestampDelta
                e.stored <- stored
                e.timestamp <- if e.isAppendTime then e.appendTime else stored
                let offsetDelta = RecordVarint.read bytes &p &malformed
                e.offset <- e.baseOffset + int64 offsetDelta

                if e.baseSequence >= 0 then e.sequence <- BatchLayout.addSequence e.baseSequence offsetDelta

                let key = RecordVarint.readZigzag bytes &p &malformed
                e.keyStart <- int p
                e.keyLength <- RecordVarint.pass key &p bodyEnd &malformed

                if finish - p < 5n then
                    false
                else
                    let value = RecordVarint.readZigzag bytes &p &malformed
                    e.valueStart <- int p
                    e.valueLength <- RecordVarint.pass value &p bodyEnd &malformed

                    // Usually only a zero is left: no headers.
                    let isWhole =
                        if p + 1n = bodyEnd && RecordVarint.byteAt bytes p = 0 then
                            e.headerCount <- 0
                            true
                        else
                            e.PassHeaders(p, bodyEnd)

                    if not isWhole || malformed || (bodyEnd <> finish && e.index + 1 = e.count) then
                        false
                    else
                        e.index <- e.index + 1
                        true

    /// Reads the message at the position. As in Kafka, the CRC of a message inside a wrapper is not checked: the wrapper's CRC covers it.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    member private e.MoveNextMessage() : bool =
        let mutable c = CheckedCursor(e.source, e.position, e.finish, e.origin, e.index)
        e.offset <- e.baseOffset + c.Int64()
        let size = c.Int32()
        let bodyEnd = c.Position + size
        c <- CheckedCursor(e.source, e.position + BatchLayout.MagicOffset, bodyEnd, e.origin, e.index)
        let magic = c.Byte()
        e.attributes <- sbyte (c.Byte())

        if int e.attributes &&& 7 <> 0 then
            c.Fail(WireError.InvalidRecords "A compressed message contains another compressed message.", e.position)

        // Kafka reads any magic but 0 as if it were 1.
        e.stored <- if magic = 0uy then -1L else c.Int64()
        e.timestamp <- if e.isAppendTime && magic = 1uy then e.appendTime else e.stored
        e.keyLength <- c.Skip(c.Int32())
        e.keyStart <- c.Position - max 0 e.keyLength
        e.valueLength <- c.Skip(c.Int32())
        e.valueStart <- c.Position - max 0 e.valueLength
        e.position <- bodyEnd
        e.index <- e.index + 1
        true

    /// <summary>Moves to the next record, if there is one.</summary>
    /// <exception cref="T:KafkaWire.WireException">The record cannot be read.</exception>
    member e.MoveNext() : bool =
        if e.index >= e.count then
            false
        elif e.isLegacy then
            e.MoveNextMessage()
        else
            let start = e.position
            e.MoveNextFast() || e.MoveNextChecked start

    // Inlined, so that fields that the caller does not use are not copied.
    [<MethodImpl(MethodImplOptions.AggressiveInlining)>]
    member private e.Make() : Record =
        Record(
            e.source,
            e.keyStart,
            e.keyLength,
            e.valueStart,
            e.valueLength,
            e.headerStart,
            e.headerCount,
            e.offset,
            e.timestamp,
            e.stored,
            e.sequence,
            e.attributes
        )

    /// <summary>The current record.</summary>
    member e.Current: Record = e.Make()

/// For callers that enumerate through an interface.
[<Sealed>]
type internal BoxedRecordEnumerator(start: RecordEnumerator) =
    let mutable each = start

    interface IEnumerator<Record> with
        member _.Current: Record = each.Current
        member _.Current: objnull = box each.Current
        member _.MoveNext() = each.MoveNext()
        member _.Reset() = raise (NotSupportedException())
        member _.Dispose() = ()
