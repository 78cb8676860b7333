import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka's own consumer reads in partition 0 of a topic: a line a record, offset, timestamp, key, value, then key and value of each header, in hex, null as -.
 * Arguments: BOOTSTRAP TOPIC COUNT. Exits with 1 if COUNT records do not come within two minutes.
 */
public class ConsumeRecords {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        int count = Integer.parseInt(args[2]);
        List<TopicPartition> partitions = List.of(new TopicPartition(args[1], 0));
        StringBuilder lines = new StringBuilder();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(Duration.ofMinutes(2));
            int found = 0;
            while (found < count) {
                if (Instant.now().isAfter(end)) {
                    System.err.println(found + " of " + count + " records came.");
                    System.exit(1);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    lines.append(record.offset()).append(' ').append(record.timestamp()).append(' ').append(hex(record.key())).append(' ').append(hex(record.value()));
                    for (Header header : record.headers()) {
                        lines.append(' ').append(hex(header.key().getBytes(StandardCharsets.UTF_8))).append(' ').append(hex(header.value()));
                    }
                    lines.append('\n');
                    found++;
                }
            }
        }
        System.out.print(lines);
    }

    static String hex(byte[] bytes) {
        return bytes == null ? "-" : "x" + HexFormat.of().formatHex(bytes);
    }
}
