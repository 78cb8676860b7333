import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.*;
import java.io.*;
import java.nio.ByteBuffer;
import java.util.*;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.*;

/**
 * What Kafka's own classes read in record data (message sets v0 and v1, batches v2). In: hex, a line each. Out: JSON, a line each,
 * in the form of tests/data/vectors/records.jsonl.gz. Run it with the jars of Kafka 4.4.0 on the class path.
 */
public class RecordsOracle {
    static final JsonNodeFactory F = JsonNodeFactory.instance;
    static String hex(byte[] b) { return HexFormat.of().formatHex(b); }
    static String hex(ByteBuffer b) { if (b == null) return null; byte[] a = new byte[b.remaining()]; b.duplicate().get(a); return hex(a); }

    static String reason(Throwable e) { return e.getClass().getSimpleName(); }

    /** What a consumer sees: each batch's header, validity and records, to the first error. */
    static ObjectNode describe(byte[] data) {
        ObjectNode o = F.objectNode(); ArrayNode bs = o.putArray("batches");
        try {
            MemoryRecords r = MemoryRecords.readableRecords(ByteBuffer.wrap(data));
            for (MutableRecordBatch b : r.batches()) {
                ObjectNode x = bs.addObject();
                try {
                    x.put("magic", b.magic()); x.put("baseOffset", b.baseOffset()); x.put("lastOffset", b.lastOffset()); x.put("sizeInBytes", b.sizeInBytes());
                    x.put("valid", b.isValid());
                    x.put("compression", b.compressionType().name); x.put("timestampType", b.timestampType().name); x.put("maxTimestamp", b.maxTimestamp());
                    if (b.magic() >= 2) {
                        DefaultRecordBatch d = (DefaultRecordBatch) b;
                        x.put("partitionLeaderEpoch", b.partitionLeaderEpoch()); x.put("producerId", b.producerId()); x.put("producerEpoch", b.producerEpoch());
                        x.put("baseSequence", b.baseSequence()); x.put("baseTimestamp", d.baseTimestamp()); x.put("transactional", b.isTransactional()); x.put("control", b.isControlBatch()); x.put("count", b.countOrNull());
                        if (b.deleteHorizonMs().isPresent()) x.put("deleteHorizonMs", b.deleteHorizonMs().getAsLong());
                    }
                    b.ensureValid();
                    ArrayNode rs = x.putArray("records");
                    for (org.apache.kafka.common.record.internal.Record rec : b) {
                        ObjectNode y = rs.addObject(); y.put("offset", rec.offset()); y.put("timestamp", rec.timestamp()); y.put("key", hex(rec.key())); y.put("value", hex(rec.value()));
                        if (rec.headers().length > 0) { ArrayNode hs = y.putArray("headers"); for (Header h : rec.headers()) { ObjectNode z = hs.addObject(); z.put("key", h.key()); z.put("value", h.value() == null ? null : hex(h.value())); } }
                    }
                } catch (Throwable e) { x.put("error", reason(e)); return o; }
            }
        } catch (Throwable e) { o.put("error", reason(e)); }
        return o;
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper m = new ObjectMapper(); BufferedReader in = new BufferedReader(new InputStreamReader(System.in)); PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
        for (String line; (line = in.readLine()) != null; ) { out.println(m.writeValueAsString(describe(HexFormat.of().parseHex(line.trim())))); if (!in.ready()) out.flush(); }
        out.flush();
    }
}
