namespace KafkaWire.Schema

/// <summary>Passes the parts of a value to and from its fields, one by one.</summary>
[<Sealed>]
type Parts internal (parts: objnull[]) =
    let mutable next = 0

    /// <summary>Adds the next part.</summary>
    member _.Put(part: objnull) =
        parts[next] <- part
        next <- next + 1

    /// <summary>Takes the next part.</summary>
    member _.Take<'T>() : 'T =
        let part = parts[next]
        next <- next + 1

        match part with
        | null -> Unchecked.defaultof<'T>
        | part -> unbox<'T> part
