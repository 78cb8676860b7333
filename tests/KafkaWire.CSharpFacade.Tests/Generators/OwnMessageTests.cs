using KafkaWire.Generators;
using KafkaWire.Schema;
using NUnit.Framework;

namespace KafkaWire.CSharpFacade.Tests.Generators;

/// <summary>Messages of one's own keep the laws of Kafka's messages: how a test in C# checks that.</summary>
public class OwnMessageTests
{
    private sealed record PlaceOrder(string Customer, int Count);

    /// <summary>A codec written by hand. It states its fields, so that all laws can be checked.</summary>
    private class PlaceOrderCodec() : StructCodec<PlaceOrder>("PlaceOrderRequest")
    {
        public override PlaceOrder Read(WireReader reader, int position)
        {
            var customer = reader.String(position);
            var start = reader.Position;
            reader.Need(start, 4);
            reader.Position = start + 4;
            return new(customer, reader.Int32At(start));
        }

        public override int Write(WireWriter writer, int position, PlaceOrder value)
        {
            if (value.Customer is null)
                writer.NullNotAllowed(position);
            position = writer.String(position, value.Customer!);
            writer.Int32At(position, value.Count);
            return writer.Settle(position + 4);
        }

        public override PlaceOrder[] ReadItems(WireReader reader, int count)
        {
            var items = new PlaceOrder[count];
            for (var i = 0; i < count; i++)
                items[i] = Read(reader, reader.Position);
            return items;
        }

        public override int WriteItems(WireWriter writer, int position, PlaceOrder[] items) =>
            items.Aggregate(position, (at, item) => Write(writer, at, item));

        public override void Describe(Describer describer)
        {
            describer.Range(0, short.MaxValue);
            describer.Shape = KafkaWire.Schema.Shape.NewPrimitive(Primitive.String);
            describer.Field("Customer", -1, "");
            describer.Shape = KafkaWire.Schema.Shape.NewPrimitive(Primitive.Int32);
            describer.Field("Count", -1, 0);
        }

        public override void Explode(PlaceOrder value, Parts into)
        {
            into.Put(value.Customer);
            into.Put(value.Count);
        }

        public override PlaceOrder Assemble(Parts from) => new(from.Take<string>(), from.Take<int>());
    }

    /// <summary>A codec that writes the bytes of a number in the wrong order, and reads them so.</summary>
    private sealed class LittleEndianCodec : PlaceOrderCodec
    {
        private static PlaceOrder Reversed(PlaceOrder value) =>
            value with
            {
                Count = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value.Count),
            };

        public override PlaceOrder Read(WireReader reader, int position) => Reversed(base.Read(reader, position));

        public override int Write(WireWriter writer, int position, PlaceOrder value) => base.Write(writer, position, Reversed(value));
    }

    private static MessageSchema<PlaceOrder> SchemaOf(PlaceOrderCodec codec) => new(codec, new(0, 1), VersionRangeModule.none);

    [Test]
    public void A_message_of_ones_own_keeps_the_laws() => Laws.Check(SchemaOf(new())).EnsureOk();

    [Test]
    public void A_bug_is_told_with_the_smallest_value_that_shows_it()
    {
        var report = Laws.CheckWith(new() { Seed = 7, Tests = 50 }, SchemaOf(new LittleEndianCodec()));
        Assert.That(report.IsOk, Is.False);
        var failure = report.Failures.Single(failure => failure.Law.Name == "interpreter");
        Assert.That(failure.Value, Is.EqualTo(new PlaceOrder("", 1)));
        Assert.That(failure.Json, Is.EqualTo("""{"customer":"","count":1}"""));
        Assert.That(failure.Offset, Is.EqualTo(2));
        Assert.That(() => report.EnsureOk(), Throws.TypeOf<LawsBrokenException>().With.Message.EqualTo(report.ToString()));
    }

    [Test]
    public void Damage_is_told_with_its_kind_and_place()
    {
        var schema = SchemaOf(new());
        var order = new PlaceOrder("a", 1);
        var body = MessageGen.DamageObject(schema, 1, order, new Random(7));
        Assert.That(body.Original.ToArray(), Is.EqualTo(schema.Encode(order, 1)));
        Assert.That(body.Bytes, Is.Not.EqualTo(body.Original));
        Assert.That(body.ToString(), Does.StartWith($"PlaceOrderRequest v1, {body.Kind} {body.Role} at byte {body.Offset}"));
    }
}
