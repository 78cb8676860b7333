namespace KafkaWire

open System
open System.Globalization
open System.Runtime.CompilerServices

/// <summary>A range of message versions, both ends included.</summary>
[<Struct; IsReadOnly; NoComparison>]
type VersionRange =
    {
        /// The first version.
        First: int16
        /// The last version; 32767 if the range is open-ended.
        Last: int16
    }

    /// <summary>Whether a version is in the range.</summary>
    member r.Contains(version: int16) = version >= r.First && version <= r.Last

    /// <summary>Whether the range has no versions.</summary>
    member r.IsEmpty = r.First > r.Last

    /// <summary>Kafka's notation: <c>0+</c>, <c>3-7</c>, <c>4</c> or <c>none</c>.</summary>
    override r.ToString() =
        let text (v: int16) = v.ToString CultureInfo.InvariantCulture

        if r.IsEmpty then "none"
        elif r.Last = Int16.MaxValue then text r.First + "+"
        elif r.First = r.Last then text r.First
        else String.Concat(text r.First, "-", text r.Last)

/// Version ranges as values.
[<RequireQualifiedAccess>]
module VersionRange =
    /// <summary>No versions.</summary>
    let none = { First = 0s; Last = -1s }

    /// <summary>All versions from 0.</summary>
    let all = { First = 0s; Last = Int16.MaxValue }

    /// <summary>Parses Kafka's notation.</summary>
    /// <exception cref="T:System.FormatException">The text is not a version range.</exception>
    let parse (text: string) =
        let number (s: string) = Int16.Parse(s, NumberStyles.None, CultureInfo.InvariantCulture)

        if text = "none" then
            none
        elif text.EndsWith '+' then
            { First = number (text.Substring(0, text.Length - 1)); Last = Int16.MaxValue }
        else
            match text.IndexOf '-' with
            | -1 -> { First = number text; Last = number text }
            | i -> { First = number (text.Substring(0, i)); Last = number (text.Substring(i + 1)) }
