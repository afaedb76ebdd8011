// A receiver of Sns.CallbackPrevFriendAdd, complete, with nothing but Java 17 or newer.
//
//   SDKAPPID=1400000000 TOKEN=secret PORT=3000 java Receiver.java
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public final class Receiver {
    static final String SDKAPPID = System.getenv().getOrDefault("SDKAPPID", "");
    static final String TOKEN = System.getenv().getOrDefault("TOKEN", "");
    static final String COMMAND = "Sns.CallbackPrevFriendAdd";
    static final int MAX_BODY = 1 << 20;
    static final long WINDOW = 60; // seconds that RequestTime may be off, to either side
    static final int DENIED = 38001;
    static final int REFUSED = 38002; // not from Chat, or not for this app
    static final int UNCLEAR = 38003; // no request that can be understood

    record Decision(int code, String info) {}

    record Asked(String command, String from, List<String> to) {}

    /** It is yours: 0 allows, 38000 to 39000 denies, with the reason. */
    static Decision decide(String from, String to) {
        return from.equals("spammer") || to.equals("spammer") ? new Decision(DENIED, "blocked") : new Decision(0, "");
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10"); // whoever is slower is not Chat
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        server.createContext("/", Receiver::receive);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                fail(exchange, 405, UNCLEAR, "POST only", List.of());
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                fail(exchange, 413, UNCLEAR, "the body is too large", List.of());
                return;
            }
            Asked asked;
            Map<String, List<String>> query = parameters(exchange.getRequestURI().getRawQuery());
            try {
                asked = read(body);
                if (!asked.command().equals(COMMAND) && !asked.command().equals(one(query, "CallbackCommand"))) {
                    throw new IllegalArgumentException("CallbackCommand");
                }
            } catch (IllegalArgumentException | CharacterCodingException | StackOverflowError e) {
                fail(exchange, 400, UNCLEAR, "the request cannot be understood", List.of());
                return;
            }
            String problem = check(query, asked.command());
            if (!problem.isEmpty()) {
                fail(exchange, 200, REFUSED, problem, asked.to());
                return;
            }
            if (!asked.command().equals(COMMAND)) { // one URL gets all callbacks of an app; the others are let through
                send(exchange, 200, "{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"ErrorInfo\":\"\"}");
                return;
            }
            List<String> items = new ArrayList<>();
            for (String account : asked.to()) { // one item for every account, in its order, spelt as it was asked
                items.add(item(account, decide(asked.from(), account)));
            }
            send(exchange, 200, "OK", new Decision(0, ""), items);
        }
    }

    /** Processing failed. That alone denies nothing: Chat ignores ErrorCode by default, so that every account is denied as well. */
    static void fail(HttpExchange exchange, int status, int code, String info, List<String> accounts) throws IOException {
        Decision failure = new Decision(code, info);
        send(exchange, status, "FAIL", failure, accounts.stream().map(a -> item(a, failure)).toList());
    }

    static String item(String account, Decision d) {
        return "{\"To_Account\":" + Json.quote(account) + ",\"ResultCode\":" + d.code() + ",\"ResultInfo\":" + Json.quote(d.info()) + "}";
    }

    static void send(HttpExchange exchange, int status, String word, Decision d, List<String> items) throws IOException {
        send(exchange, status, "{\"ActionStatus\":" + Json.quote(word) + ",\"ErrorCode\":" + d.code() + ",\"ErrorInfo\":" + Json.quote(d.info())
                + ",\"ResultItem\":[" + String.join(",", items) + "]}");
    }

    static void send(HttpExchange exchange, int status, String result) throws IOException {
        byte[] body = result.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> all = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&")) {
            String[] parts = pair.split("=", 2);
            all.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>()).add(parts.length > 1 ? decode(parts[1]) : "");
        }
        return all;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Tells whether the URL is one that Chat makes for this app and this command. */
    static String check(Map<String, List<String>> query, String command) {
        if (!one(query, "SdkAppid").equals(SDKAPPID)) { // compared as text
            return "another SdkAppid";
        }
        if (!one(query, "CallbackCommand").equals(command)) {
            return "another command";
        }
        if (TOKEN.isEmpty()) {
            return ""; // authentication is not switched on in the console
        }
        String time = one(query, "RequestTime");
        byte[] want = sha256(TOKEN + time).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(want, one(query, "Sign").getBytes(StandardCharsets.UTF_8))) {
            return "Sign does not match";
        }
        if (!time.matches("[0-9]{1,12}") || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) > WINDOW) {
            return "RequestTime is too far off";
        }
        return "";
    }

    /** The parameter of this name, if it stands there exactly once. */
    static String one(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Takes from the body what is decided by. */
    static Asked read(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        if (!(new Json(text).document() instanceof Map<?, ?> request) || !(request.get("CallbackCommand") instanceof String command)) {
            throw new IllegalArgumentException("no callback");
        }
        if (!command.equals(COMMAND)) {
            return new Asked(command, "", List.of());
        }
        if (!(request.get("From_Account") instanceof String from) || !(request.get("FriendItem") instanceof List<?> friends)) {
            throw new IllegalArgumentException("no friend request");
        }
        List<String> to = new ArrayList<>();
        for (Object friend : friends) {
            if (!(friend instanceof Map<?, ?> f) || !(f.get("To_Account") instanceof String account)) {
                throw new IllegalArgumentException("no To_Account");
            }
            to.add(account);
        }
        return new Asked(command, from, to);
    }

    /** JSON without a library. With Jackson, use readTree, and isTextual and isArray instead of asText. */
    static final class Json {
        private static final int DEEPEST = 100;
        private final String s;
        private int at;

        Json(String text) {
            s = text;
        }

        Object document() {
            Object value = value(0);
            blanks();
            if (at < s.length()) {
                throw wrong();
            }
            return value;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("no JSON at " + at);
        }

        private void blanks() {
            while (at < s.length() && " \t\r\n".indexOf(s.charAt(at)) >= 0) {
                at++;
            }
        }

        private char next() {
            blanks();
            if (at >= s.length()) {
                throw wrong();
            }
            return s.charAt(at);
        }

        private boolean take(char c) {
            if (next() != c) {
                return false;
            }
            at++;
            return true;
        }

        private void need(char c) {
            if (!take(c)) {
                throw wrong();
            }
        }

        private Object value(int depth) {
            if (depth > DEEPEST) {
                throw wrong();
            }
            return switch (next()) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> string();
                default -> literal();
            };
        }

        private Map<String, Object> object(int depth) {
            Map<String, Object> members = new LinkedHashMap<>();
            need('{');
            if (take('}')) {
                return members;
            }
            do {
                blanks();
                String name = string();
                need(':');
                members.put(name, value(depth + 1));
            } while (take(','));
            need('}');
            return members;
        }

        private List<Object> array(int depth) {
            List<Object> elements = new ArrayList<>();
            need('[');
            if (take(']')) {
                return elements;
            }
            do {
                elements.add(value(depth + 1));
            } while (take(','));
            need(']');
            return elements;
        }

        private String string() {
            need('"');
            StringBuilder text = new StringBuilder();
            for (; at < s.length() && s.charAt(at) != '"'; at++) {
                char c = s.charAt(at);
                if (c < ' ') {
                    throw wrong();
                }
                text.append(c == '\\' ? escape() : c);
            }
            if (at >= s.length()) {
                throw wrong();
            }
            at++;
            return text.toString();
        }

        private char escape() {
            if (++at >= s.length()) {
                throw wrong();
            }
            int plain = "\"\\/bfnrt".indexOf(s.charAt(at));
            if (plain >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(plain);
            }
            if (s.charAt(at) != 'u' || at + 4 >= s.length() || !s.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}")) {
                throw wrong();
            }
            at += 4;
            return (char) Integer.parseInt(s.substring(at - 3, at + 1), 16);
        }

        /** A number, true, false or null: nothing is decided by one, so that its text will do. */
        private Object literal() {
            int start = at;
            while (at < s.length() && ",]} \t\r\n".indexOf(s.charAt(at)) < 0) {
                at++;
            }
            String text = s.substring(start, at);
            if (!text.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                throw wrong();
            }
            return new StringBuilder(text);
        }

        static String quote(String text) {
            StringBuilder out = new StringBuilder("\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ' || Character.isSurrogate(c)) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            return out.append('"').toString();
        }
    }
}
