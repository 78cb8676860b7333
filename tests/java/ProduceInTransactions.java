import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own transactional producer on a broker under test: transactions that commit and that abort, with offsets of a group in them, a
 * producer that is fenced by the next one with its id; and what consumers see of it, read_committed and not.
 * Arguments: BOOTSTRAP TOPIC GROUP [PROPERTY=VALUE...], the properties being those of the producers.
 * Prints "OK" and exits with 0, or says what differs and exits with 1.
 */
public class ProduceInTransactions {
    static final Duration LIMIT = Duration.ofSeconds(60);

    static Properties common = new Properties();
    static String topic;

    public static void main(String[] args) throws Exception {
        topic = args[1];
        TopicPartition partition = new TopicPartition(topic, 0);
        common.put("bootstrap.servers", args[0]);
        ConsumerGroupMetadata group = groupMetadata(args[2]);
        Properties properties = new Properties();
        properties.putAll(common);
        properties.put("transactional.id", "of-" + topic);
        for (String property : Arrays.asList(args).subList(3, args.length)) {
            String[] parts = property.split("=", 2);
            properties.put(parts[0], parts[1]);
        }

        KafkaProducer<String, String> fenced = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        fenced.initTransactions();

        for (int i = 0; i < 6; i++) {
            fenced.beginTransaction();
            for (int j = 0; j < 10; j++) fenced.send(record((i % 2 == 0 ? "committed " : "aborted ") + i + "." + j));
            fenced.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(i * 10)), group);
            fenced.flush();
            expect("Consumed with read_committed while transaction " + i + " is open", (i + 1) / 2 * 10, consume("read_committed").size());
            if (i % 2 == 0) fenced.commitTransaction();
            else fenced.abortTransaction();
            expect("The committed offset after transaction " + i, (long) i / 2 * 20, committed(args[2], partition));
        }

        fenced.beginTransaction();
        fenced.send(record("aborted by the next producer"));
        fenced.flush();

        try (KafkaProducer<String, String> next = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            next.initTransactions();

            try {
                fenced.send(record("fenced"));
                fenced.commitTransaction();
                fail("The producer with the older epoch could commit.");
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                // as it should be
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof ProducerFencedException || e.getCause() instanceof InvalidProducerEpochException)) throw e;
            }

            next.beginTransaction();
            next.send(record("committed last"));
            next.commitTransaction();
        }

        fenced.close(Duration.ZERO);
        List<String> committed = consume("read_committed");
        // A commit is answered before its marker is in the log, which may be on another node.
        Instant limit = Instant.now().plus(LIMIT);
        while (committed.size() < 31 && Instant.now().isBefore(limit)) committed = consume("read_committed");
        expect("Consumed with read_committed", 31, committed.size());
        for (String value : committed) if (!value.startsWith("committed")) fail("Consumed \"" + value + "\" with read_committed.");
        expect("Consumed with read_uncommitted", 62, consume("read_uncommitted").size());
        System.out.println("OK");
        System.exit(0);
    }

    static ProducerRecord<String, String> record(String value) {
        return new ProducerRecord<>(topic, 0, null, value);
    }

    /** All that there is to consume, up to the end as the isolation level has it. */
    static List<String> consume(String isolation) {
        Properties properties = new Properties();
        properties.putAll(common);
        properties.put("isolation.level", isolation);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Instant limit = Instant.now().plus(LIMIT);
            while (consumer.position(partition) < end) {
                if (Instant.now().isAfter(limit)) fail("Consumed up to " + consumer.position(partition) + " of " + end + ", " + isolation);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) values.add(record.value());
            }
        }
        return values;
    }

    static KafkaConsumer<String, String> consumerOf(String group) {
        Properties properties = new Properties();
        properties.putAll(common);
        properties.put("group.id", group);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    static ConsumerGroupMetadata groupMetadata(String group) {
        try (KafkaConsumer<String, String> consumer = consumerOf(group)) {
            return consumer.groupMetadata();
        }
    }

    static long committed(String group, TopicPartition partition) {
        try (KafkaConsumer<String, String> consumer = consumerOf(group)) {
            OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
            return offset == null ? -1 : offset.offset();
        }
    }

    static void expect(String what, long expected, long found) {
        if (expected != found) fail(what + ": expected " + expected + ", found " + found);
    }

    static void fail(String message) {
        System.out.println(message);
        System.exit(1);
    }
}
