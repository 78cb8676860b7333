import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.utils.Utils;

/**
 * What the classes of the Kafka on the class path make of texts. A line for each question; TEXT is the hex of its UTF-8:
 *
 *   uuid TEXT                  the UUID that Uuid.fromString reads, or: refused
 *   random                     a UUID by Uuid.randomUuid
 *   address TEXT               HOST PORT of an address, or: refused
 *   format TEXT PORT           the address of a host and a port
 *   read CLASS VERSION TEXT    hex of the message that its JSON converter reads, or: refused REASON
 *   write CLASS VERSION HEX    the JSON that its converter writes
 */
public class TextOracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    private static String uuid(String text) {
        try {
            return Uuid.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static String address(String text) {
        try {
            Integer port = Utils.getPort(text);
            return port == null || port > 65535 ? "refused" : Utils.getHost(text) + " " + port;
        } catch (NumberFormatException e) {
            return "refused";
        }
    }

    private static String hex(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer output = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(output), cache, version);
        return HexFormat.of().formatHex(output.array(), 0, output.position());
    }

    private static String read(String type, short version, String text) throws ReflectiveOperationException, IOException {
        try {
            Class<?> converter = Class.forName(type + "JsonConverter");
            return hex((Message) converter.getMethod("read", JsonNode.class, short.class).invoke(null, JSON.readTree(text), version), version);
        } catch (InvocationTargetException e) {
            return "refused " + e.getCause().getMessage();
        }
    }

    private static String write(String type, short version, byte[] bytes) throws ReflectiveOperationException {
        Class<?> message = Class.forName(type);
        Object value = message.getConstructor(Readable.class, short.class).newInstance(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), version);
        return Class.forName(type + "JsonConverter").getMethod("write", message, short.class).invoke(null, value, version).toString();
    }

    private static String answer(String[] question) throws ReflectiveOperationException, IOException {
        String first = question.length > 1 ? question[1] : "";
        return switch (question[0]) {
            case "uuid" -> uuid(text(first));
            case "random" -> Uuid.randomUuid().toString();
            case "address" -> address(text(first));
            case "format" -> Utils.formatAddress(text(first), Integer.parseInt(question[2]));
            case "read" -> read(first, Short.parseShort(question[2]), text(question[3]));
            case "write" -> write(first, Short.parseShort(question[2]), HexFormat.of().parseHex(question[3]));
            default -> throw new IllegalArgumentException(question[0]);
        };
    }

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
        PrintStream answers = new PrintStream(System.out, false);

        for (String line; (line = questions.readLine()) != null; ) {
            answers.println(answer(line.split(" ")));
            if (!questions.ready()) answers.flush();
        }

        answers.flush();
    }
}
