import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.TimestampType;

/**
 * Times Kafka's MemoryRecordsBuilder: a batch of COUNT records with keys of 10 and values of SIZE bytes, not compressed, into a buffer that is used again.
 * Arguments: COUNT SIZE SECONDS. Prints the nanoseconds a batch, the best of 5 rounds, and the batch's CRC.
 */
public class BuildBatches {
    static long sink;

    public static void main(String[] args) {
        int count = Integer.parseInt(args[0]);
        int size = Integer.parseInt(args[1]);
        double seconds = Double.parseDouble(args[2]);
        byte[][] keys = new byte[count][];
        byte[] value = new byte[size];
        for (int i = 0; i < size; i++) value[i] = (byte) (i * 31);
        for (int i = 0; i < count; i++) keys[i] = String.format("key-%06d", i).getBytes();
        ByteBuffer buffer = ByteBuffer.allocate(count * (size + 32) + 100);
        long end = System.nanoTime() + (long) (3e9 * seconds);
        long rounds = 0;
        while (System.nanoTime() < end) {
            build(buffer, keys, value);
            rounds++;
        }
        long portion = Math.max(1, rounds / 30);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long done = 0;
            long start = System.nanoTime();
            long now;
            do {
                for (long i = 0; i < portion; i++) build(buffer, keys, value);
                done += portion;
                now = System.nanoTime();
            } while (now - start < seconds * 1e9);
            best = Math.min(best, (now - start) / (double) done);
        }
        System.out.printf("%.0f %d%n", best, sink);
    }

    static void build(ByteBuffer buffer, byte[][] keys, byte[] value) {
        buffer.clear();
        MemoryRecordsBuilder builder = MemoryRecords.builder(buffer, Compression.NONE, TimestampType.CREATE_TIME, 0L);
        for (int i = 0; i < keys.length; i++) builder.append(1_700_000_000_000L + i, keys[i], value);
        sink = builder.build().batches().iterator().next().checksum();
    }
}
