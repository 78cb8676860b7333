namespace KafkaWire.Schema

/// <summary>Passes the parts of a value to and from its fields, one by one.</summary>
[<Sealed>]
type Parts internal (parts: (objnull)[]) =
    let mutable next = 0

    /// <summary>Carries each part between the field and its value's code.</summary>
    member val Carrier = Describer ""

    /// <summary>The number of parts that have passed: the index of the field that is next.</summary>
    member internal _.Count = next

    /// Whether all parts were taken and the value is being made of them.
    member val internal IsComplete = false with get, set

    /// <summary>Says that all parts were taken.</summary>
    member p.Finish() : unit = p.IsComplete <- true

    /// <summary>Adds the next part.</summary>
    member p.Put(part: objnull) =
        p.Carrier.Part <- part
        p.PutCarried()

    /// <summary>Takes the next part.</summary>
    member p.Take<'T>() : 'T =
        p.TakeCarried()
        p.Carrier.PartAs<'T>()

    /// <summary>Adds the next part: the carrier's.</summary>
    member p.PutCarried() =
        let part = p.Carrier.Part
        parts[next] <- part
        next <- next + 1

    /// <summary>Gives the next part to the carrier.</summary>
    member p.TakeCarried() =
        let part = parts[next]
        p.Carrier.Part <- part
        next <- next + 1
