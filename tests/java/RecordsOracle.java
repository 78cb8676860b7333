import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * What the record classes of the Kafka on the class path read in record data. Each line in is such data as hex; each line out is a
 * JSON object with their batches and records up to the first error, which has the name of Kafka's exception.
 */
public class RecordsOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private static String hexOrNull(ByteBuffer buffer) {
        if (buffer == null) return null;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HEX.formatHex(bytes);
    }

    private static void tellHeader(MutableRecordBatch batch, ObjectNode told) {
        told.put("magic", batch.magic());
        told.put("baseOffset", batch.baseOffset());
        told.put("lastOffset", batch.lastOffset());
        told.put("sizeInBytes", batch.sizeInBytes());
        told.put("valid", batch.isValid());
        told.put("compression", batch.compressionType().name);
        told.put("timestampType", batch.timestampType().name);
        told.put("maxTimestamp", batch.maxTimestamp());

        // Older formats have none of the following.
        if (batch.magic() < RecordBatch.MAGIC_VALUE_V2) return;
        told.put("partitionLeaderEpoch", batch.partitionLeaderEpoch());
        told.put("producerId", batch.producerId());
        told.put("producerEpoch", batch.producerEpoch());
        told.put("baseSequence", batch.baseSequence());
        told.put("baseTimestamp", ((DefaultRecordBatch) batch).baseTimestamp());
        told.put("transactional", batch.isTransactional());
        told.put("control", batch.isControlBatch());
        told.put("count", batch.countOrNull());
        batch.deleteHorizonMs().ifPresent(horizon -> told.put("deleteHorizonMs", horizon));
    }

    private static void tell(Record record, ObjectNode told) {
        told.put("offset", record.offset());
        told.put("timestamp", record.timestamp());
        told.put("key", hexOrNull(record.key()));
        told.put("value", hexOrNull(record.value()));
        if (record.headers().length == 0) return;
        ArrayNode headers = told.putArray("headers");

        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.addObject().put("key", header.key()).put("value", value == null ? null : HEX.formatHex(value));
        }
    }

    private static ObjectNode read(byte[] data) {
        ObjectNode told = JSON.createObjectNode();
        ArrayNode batches = told.putArray("batches");
        // The error stands where it was found: in the batch at hand, or beside the batches.
        ObjectNode current = told;

        try {
            for (MutableRecordBatch batch : MemoryRecords.readableRecords(ByteBuffer.wrap(data)).batches()) {
                current = batches.addObject();
                tellHeader(batch, current);
                batch.ensureValid();
                ArrayNode records = current.putArray("records");
                for (Record record : batch) tell(record, records.addObject());
                current = told;
            }
        } catch (Throwable e) {
            // Some of what is wrong with compressed data is no exception in Java, but an Error.
            current.put("error", e.getClass().getSimpleName());
        }

        return told;
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        PrintStream out = new PrintStream(System.out, false);

        for (String line; (line = in.readLine()) != null; ) {
            out.println(JSON.writeValueAsString(read(HEX.parseHex(line.trim()))));
            if (!in.ready()) out.flush();
        }

        out.flush();
    }
}
