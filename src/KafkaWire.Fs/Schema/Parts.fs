namespace KafkaWire.Schema

/// <summary>Carries the parts of a value to and from its fields, one after the other.</summary>
[<Sealed>]
type Parts internal (parts: objnull[]) =
    let mutable next = 0

    /// <summary>Puts the next part.</summary>
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
