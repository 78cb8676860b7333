import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;

/**
 * What the message classes of the Kafka on the class path make of a body. A line for each question:
 *
 *   versions MESSAGE              FIRST LAST of what this Kafka has, or: none
 *   body MESSAGE VERSION HEX      refused REASON               it cannot be read
 *                                 unwritable CONSUMED REASON   it was read, but what was read cannot be written
 *                                 written CONSUMED HEX         it was read, and written again
 */
public class MessageOracle {
    /** Where Kafka keeps the classes that it generates; some of them moved between releases. */
    private static final String[] PACKAGES = {
        "org.apache.kafka.common.message",
        "org.apache.kafka.common.metadata",
        "org.apache.kafka.coordinator.group.generated",
        "org.apache.kafka.coordinator.share.generated",
        "org.apache.kafka.coordinator.transaction.generated",
        "org.apache.kafka.raft.generated",
        "org.apache.kafka.storage.internals.log.generated",
        "org.apache.kafka.server.log.remote.metadata.storage.generated",
        "kafka.internals.generated",
    };

    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Map<String, Constructor<?>> readers = new HashMap<>();

    /** The class of a message, or null. Requests, responses and some payloads end in Data. */
    private Class<?> classOf(String message) {
        return classes.computeIfAbsent(message, name -> {
            for (String folder : PACKAGES) {
                for (String suffix : new String[] {"Data", ""}) {
                    try {
                        Class<?> found = Class.forName(folder + "." + name + suffix);
                        if (Message.class.isAssignableFrom(found)) return found;
                    } catch (ClassNotFoundException e) {
                        // it is elsewhere, or nowhere
                    }
                }
            }
            return null;
        });
    }

    private String versions(String message) throws ReflectiveOperationException {
        Class<?> type = classOf(message);
        if (type == null) return "none";
        Message empty = (Message) type.getConstructor().newInstance();
        return empty.lowestSupportedVersion() + " " + empty.highestSupportedVersion();
    }

    private static String told(Throwable error) {
        return (error.getClass().getSimpleName() + ": " + error.getMessage()).replaceAll("\\R", " ");
    }

    private String body(String message, short version, byte[] bytes) throws ReflectiveOperationException {
        Constructor<?> reader = readers.get(message);
        if (reader == null) {
            reader = classOf(message).getConstructor(Readable.class, short.class);
            readers.put(message, reader);
        }

        ByteBufferAccessor input = new ByteBufferAccessor(ByteBuffer.wrap(bytes));
        Message value;
        try {
            value = (Message) reader.newInstance(input, version);
        } catch (InvocationTargetException e) {
            return "refused " + told(e.getCause());
        }

        int consumed = bytes.length - input.remaining();
        try {
            // As Kafka sends: the size first, which also keeps what strings and tags have come to.
            ObjectSerializationCache cache = new ObjectSerializationCache();
            ByteBuffer output = ByteBuffer.allocate(value.size(cache, version));
            value.write(new ByteBufferAccessor(output), cache, version);
            return "written " + consumed + " " + HexFormat.of().formatHex(output.array(), 0, output.position());
        } catch (RuntimeException e) {
            return "unwritable " + consumed + " " + told(e);
        }
    }

    private String answer(String[] question) throws ReflectiveOperationException {
        if (question[0].equals("versions")) return versions(question[1]);
        byte[] bytes = HexFormat.of().parseHex(question.length > 3 ? question[3] : "");
        return body(question[1], Short.parseShort(question[2]), bytes);
    }

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        MessageOracle oracle = new MessageOracle();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
        PrintStream answers = new PrintStream(System.out, false);
        String line;
        while ((line = questions.readLine()) != null) {
            answers.println(oracle.answer(line.split(" ")));
            if (!questions.ready()) answers.flush();
        }
        answers.flush();
    }
}
