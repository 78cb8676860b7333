import java.io.*;
import java.lang.reflect.*;
import java.nio.ByteBuffer;
import java.util.*;
import org.apache.kafka.common.protocol.*;

/**
 * Kafka's own generated classes behind a line protocol, for differential tests.
 * In:  "MESSAGE VERSION HEX", for example "FetchRequest 12 00ff..."
 * Out: "ok CONSUMED HEX" (bytes read, and the value encoded again), "unencodable CONSUMED EXCEPTION" or "error EXCEPTION reason".
 * Run it with the jars of a Kafka release on the class path: 4.4.0, or 3.9.2 for versions that 4.0 removed.
 */
public class KafkaOracle {
    static final String[] PACKAGES = {"org.apache.kafka.common.message.", "org.apache.kafka.common.metadata.", "org.apache.kafka.coordinator.group.generated.",
        "org.apache.kafka.coordinator.transaction.generated.", "org.apache.kafka.coordinator.share.generated.", "org.apache.kafka.raft.generated."};
    static final Map<String, Constructor<?>> MADE = new HashMap<>();

    static Constructor<?> find(String name) {
        return MADE.computeIfAbsent(name, n -> {
            for (String p : PACKAGES) for (String s : new String[]{"Data", ""})
                try { return Class.forName(p + n + s).getConstructor(org.apache.kafka.common.protocol.Readable.class, short.class); } catch (ReflectiveOperationException e) { }
            return null;
        });
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in)); PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
        for (String line; (line = in.readLine()) != null; ) {
            String[] p = line.trim().split(" "); byte[] b = HexFormat.of().parseHex(p.length > 2 ? p[2] : ""); short v = Short.parseShort(p[1]);
            Constructor<?> c = find(p[0]); ByteBufferAccessor r = new ByteBufferAccessor(ByteBuffer.wrap(b)); String answer;
            if (c == null) answer = "error NoSuchMessage " + p[0];
            else try {
                Message m = (Message) c.newInstance(r, v); int used = b.length - r.remaining();
                try {
                    ObjectSerializationCache cache = new ObjectSerializationCache(); ByteBuffer w = ByteBuffer.allocate(m.size(cache, v)); m.write(new ByteBufferAccessor(w), cache, v);
                    answer = "ok " + used + " " + HexFormat.of().formatHex(w.array(), 0, w.position());
                } catch (Throwable t) { answer = "unencodable " + used + " " + t.getClass().getSimpleName(); }
            } catch (InvocationTargetException t) { answer = "error " + t.getCause().getClass().getSimpleName() + " " + String.valueOf(t.getCause().getMessage()).replace('\n', ' '); }
            out.println(answer); if (!in.ready()) out.flush();
        }
        out.flush();
    }
}
