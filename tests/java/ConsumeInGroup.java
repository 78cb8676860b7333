import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own consumer in a group of a broker under test: one consumer takes all partitions, a second one joins and takes its share,
 * leaves, and its share goes back; what was committed is where a later consumer goes on. Every record is consumed once.
 * Arguments: BOOTSTRAP TOPIC GROUP COUNT [PROPERTY=VALUE...], the properties being those of the consumers. The topic needs two partitions.
 * Prints "OK COUNT" and exits with 0, or says what differs and exits with 1.
 */
public class ConsumeInGroup {
    static final Duration LIMIT = Duration.ofSeconds(60);

    static Properties common = new Properties();
    static String topic;
    static Set<String> consumed = new TreeSet<>();

    public static void main(String[] args) throws Exception {
        topic = args[1];
        int count = Integer.parseInt(args[3]);
        common.put("bootstrap.servers", args[0]);
        common.put("group.id", args[2]);
        common.put("auto.offset.reset", "earliest");
        common.put("enable.auto.commit", "false");
        for (String property : Arrays.asList(args).subList(4, args.length)) {
            String[] parts = property.split("=", 2);
            common.put(parts[0], parts[1]);
        }

        try (KafkaConsumer<String, String> first = consumer("first")) {
            until("the first consumer has both partitions", () -> { poll(first); return first.assignment().size() == 2; });
            produce(0, count);
            until("the first consumer has consumed all", () -> { poll(first); return consumed.size() == count; });
            first.commitSync();

            try (KafkaConsumer<String, String> second = consumer("second")) {
                until("both have a partition", () -> {
                    poll(first);
                    poll(second);
                    return first.assignment().size() == 1 && second.assignment().size() == 1;
                });
                produce(count, 2 * count);
                until("both have consumed all", () -> { poll(first); poll(second); return consumed.size() == 2 * count; });
                first.commitSync();
                second.commitSync();
            }

            until("the first consumer has both partitions again", () -> { poll(first); return first.assignment().size() == 2; });
            produce(2 * count, 3 * count);
            until("the first consumer has consumed the rest", () -> { poll(first); return consumed.size() == 3 * count; });
            // The last ones are not committed: the next consumer gets them again.
        }

        consumed.removeIf(value -> Integer.parseInt(value) >= 2 * count);

        try (KafkaConsumer<String, String> third = consumer("third")) {
            until("a later consumer has gone on behind what was committed", () -> { poll(third); return consumed.size() == 3 * count; });
            long committed = 0;
            Set<TopicPartition> partitions = Set.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            for (var offset : third.committed(partitions).values()) committed += offset.offset();
            if (committed != 2L * count) fail("Committed " + 2 * count + ", the broker says " + committed);
        }

        System.out.println("OK " + count);
        System.exit(0);
    }

    static KafkaConsumer<String, String> consumer(String clientId) {
        Properties properties = new Properties();
        properties.putAll(common);
        properties.put("client.id", clientId);
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    static void produce(int from, int to) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", common.get("bootstrap.servers"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) producer.send(new ProducerRecord<>(topic, i % 2, null, "" + i));
        }
    }

    static void poll(KafkaConsumer<String, String> consumer) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
            if (!consumed.add(record.value())) fail(record.value() + " was consumed twice");
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) fail("It took longer than " + LIMIT.toSeconds() + " s until " + what + "; consumed " + consumed.size());
        }
    }

    static void fail(String message) {
        System.out.println(message);
        System.exit(1);
    }
}
