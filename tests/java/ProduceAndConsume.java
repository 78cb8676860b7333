import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own client against a broker under test: produces COUNT records with acks=all, consumes them by assignment from the
 * beginning, and compares partition, offset, timestamp, key, value and headers.
 * Arguments: BOOTSTRAP TOPIC COUNT [PROPERTY=VALUE...], the properties being those of both clients.
 * Prints "OK COUNT" and exits with 0, or says what differs and exits with 1.
 */
public class ProduceAndConsume {
    static final Duration LIMIT = Duration.ofSeconds(60);

    public static void main(String[] args) throws Exception {
        String topic = args[1];
        int count = Integer.parseInt(args[2]);
        Properties common = new Properties();
        common.put("bootstrap.servers", args[0]);
        for (String property : Arrays.asList(args).subList(3, args.length)) {
            String[] parts = property.split("=", 2);
            common.put(parts[0], parts[1]);
        }
        Map<TopicPartition, Map<Long, ProducerRecord<byte[], byte[]>>> sent = produce(common, topic, count);
        String difference = consume(common, sent, count);
        System.out.println(difference == null ? "OK " + count : difference);
        System.exit(difference == null ? 0 : 1);
    }

    /** Record i of the test: its key, value and headers run through null, empty and filled. */
    static ProducerRecord<byte[], byte[]> record(String topic, int i) {
        byte[] key = i % 3 == 0 ? null : bytes("key-" + i);
        byte[] value = i % 5 == 0 ? new byte[0] : bytes("value-" + i + "x".repeat(i % 100));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, 1_600_000_000_000L + i, key, value);
        if (i % 7 == 0) record.headers().add("index", bytes("" + i)).add("nothing", null);
        return record;
    }

    static Map<TopicPartition, Map<Long, ProducerRecord<byte[], byte[]>>> produce(Properties common, String topic, int count) throws Exception {
        Properties properties = new Properties();
        properties.putAll(common);
        properties.put("acks", "all");
        properties.put("delivery.timeout.ms", "" + LIMIT.toMillis());
        Map<TopicPartition, Map<Long, ProducerRecord<byte[], byte[]>>> sent = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
            for (int i = 0; i < count; i++) acknowledged.add(producer.send(record(topic, i)));
            for (int i = 0; i < count; i++) {
                RecordMetadata at = acknowledged.get(i).get();
                sent.computeIfAbsent(new TopicPartition(topic, at.partition()), p -> new HashMap<>()).put(at.offset(), record(topic, i));
            }
        }
        return sent;
    }

    /** The first difference between what was sent and what is consumed, null if there is none. */
    static String consume(Properties common, Map<TopicPartition, Map<Long, ProducerRecord<byte[], byte[]>>> sent, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(common, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(sent.keySet());
            consumer.seekToBeginning(sent.keySet());
            Instant end = Instant.now().plus(LIMIT);
            int found = 0;
            while (found < count && Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> got : consumer.poll(Duration.ofSeconds(1))) {
                    ProducerRecord<byte[], byte[]> expected = sent.get(new TopicPartition(got.topic(), got.partition())).remove(got.offset());
                    if (expected == null) continue; // not of this run
                    if (!same(expected, got)) return "Sent " + expected + ", consumed " + got;
                    found++;
                }
            }
            return found == count ? null : "Sent " + count + " records, consumed " + found;
        }
    }

    static boolean same(ProducerRecord<byte[], byte[]> sent, ConsumerRecord<byte[], byte[]> got) {
        return sent.timestamp() == got.timestamp()
            && Arrays.equals(sent.key(), got.key())
            && Arrays.equals(sent.value(), got.value())
            && Arrays.equals(sent.headers().toArray(), got.headers().toArray());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
