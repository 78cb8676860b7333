namespace KafkaWire.Testing.Handlers;

/// <summary>The errors for fenced producers. Versions that do not know ProducerFenced get InvalidProducerEpoch.</summary>
internal static class FencingErrors
{
    /// <summary>The first version of InitProducerId with ProducerFenced.</summary>
    public const short FirstOfInitProducerId = 4;

    /// <summary>The first version of AddPartitionsToTxn, AddOffsetsToTxn and EndTxn with ProducerFenced.</summary>
    public const short FirstOfTransactions = 2;

    public static ErrorCode For(ErrorCode error, short version, short first) =>
        error == ErrorCode.ProducerFenced && version < first ? ErrorCode.InvalidProducerEpoch : error;
}
