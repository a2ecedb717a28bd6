import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Submit one publication and verify that it is in the signed log: java Publish.java KEY.pem KEYID */
public class Publish {
    static final String URL = System.getenv().getOrDefault("GONGSHI_URL", "http://127.0.0.1:7900");
    static final HttpClient client = HttpClient.newHttpClient();
    /** SubjectPublicKeyInfo of Ed25519 (RFC 8410), before the 32 bytes of the key. */
    static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    public static void main(String[] arguments) throws Exception {
        PrivateKey key = readKey(Path.of(arguments[0]));
        String organ = System.getenv().getOrDefault("GONGSHI_ORGAN", "{\"scheme\":\"x-founder\",\"id\":\"1\"}");
        String ledger = get("/api/v1/ledger");
        String committed = publish(key, arguments[1], organ);
        long index = Long.parseLong(field(committed, "index"));
        System.out.println("entry " + index + ": " + field(committed, "outcome"));
        Thread.sleep(3000); // the checkpoint that covers it is cut within two seconds
        byte[] leaf = Base64.getDecoder().decode(field(committed, "leaf"));
        String vkey = first(ledger, "\"logKeys\":\\[\"([^\"]+)\"");
        long size = verify(leaf, index, get("/log/proof/" + index), vkey);
        System.out.println("verified: in the signed log of " + size + " entries");
    }

    static String publish(PrivateKey key, String keyId, String organ) throws Exception {
        byte[] content = new byte[32]; // the commitment of a document; here of none
        new java.security.SecureRandom().nextBytes(content);
        String act = """
            {"organ": %s, "identifier": "java-%d", "kind": "notice", "clause": "government-information/20",
             "issued": "%s", "effective": null, "expires": null, "content": "%s"}"""
            .formatted(organ, System.currentTimeMillis(), LocalDate.now(), HexFormat.of().formatHex(content));
        String prepared = post("/api/v1/affairs/disclosure/actions/publish/prepare",
            "{\"input\":" + act + ",\"signers\":[\"" + keyId + "\"]}");
        System.out.println(first(prepared, "\"en\":\\{\"title\":\"([^\"]+)\""));
        String outcome = first(prepared, "\"dryRun\":\\{\"outcome\":\"([^\"]+)\"");
        if (!outcome.equals("ok")) throw new IllegalStateException("would be refused: " + outcome);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update(Base64.getDecoder().decode(field(prepared, "bytes")));
        String signature = Base64.getEncoder().encodeToString(signer.sign());
        return post("/api/v1/transactions",
            "{\"prepared\":\"" + field(prepared, "prepared") + "\",\"signatures\":[\"" + signature + "\"]}");
    }

    /** c2sp.org/tlog-proof: the leaf stands at the index, under a checkpoint that the key signed. */
    static long verify(byte[] leaf, long index, String proof, String vkey) throws Exception {
        int end = proof.indexOf("\n\n");
        String[] head = proof.substring(0, end).split("\n");
        String note = proof.substring(end + 2);
        if (!head[0].equals("c2sp.org/tlog-proof@v1") || !head[1].equals("index " + index)) throw new SecurityException("another proof");
        int signaturesAt = note.lastIndexOf("\n\n") + 1;
        String text = note.substring(0, signaturesAt);
        String[] parts = vkey.split("\\+", 3);
        byte[] material = Base64.getDecoder().decode(parts[2]);
        byte[] publicKey = Arrays.copyOfRange(material, 1, 33);
        String line = first(note.substring(signaturesAt), "\u2014 " + Pattern.quote(parts[0]) + " (\\S+)");
        byte[] signature = Base64.getDecoder().decode(line);
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(joined(SPKI, publicKey))));
        check.update(text.getBytes(StandardCharsets.UTF_8));
        if (!check.verify(Arrays.copyOfRange(signature, 4, signature.length))) throw new SecurityException("the checkpoint is not signed");
        String[] lines = text.split("\n");
        long size = Long.parseLong(lines[1]);
        byte[] root = rootFrom(leaf, index, size, Arrays.copyOfRange(head, 2, head.length));
        if (!lines[0].equals(parts[0]) || !Arrays.equals(root, Base64.getDecoder().decode(lines[2]))) throw new SecurityException("the leaf is not in the log");
        return size;
    }

    /** RFC 9162 §2.1.3.2. */
    static byte[] rootFrom(byte[] leaf, long index, long size, String[] proof) throws Exception {
        long at = index;
        long last = size - 1;
        byte[] hash = sha256(new byte[] {0}, leaf);
        for (String text : proof) {
            if (last == 0) throw new SecurityException("the proof is too long");
            byte[] sibling = Base64.getDecoder().decode(text);
            if ((at & 1) == 1 || at == last) {
                hash = sha256(new byte[] {1}, sibling, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else hash = sha256(new byte[] {1}, hash, sibling);
            at >>= 1;
            last >>= 1;
        }
        if (last != 0) throw new SecurityException("the proof is too short");
        return hash;
    }

    static PrivateKey readKey(Path path) throws Exception {
        String base64 = Files.readString(path).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    static String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(URL + path)));
    }

    static String post(String path, String json) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(URL + path)).header("content-type", "application/json")
            .header("prefer", "wait=30").POST(BodyPublishers.ofString(json)));
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    /** Enough for these answers, whose texts hold no quotes; a program of yours has a JSON library. */
    static String field(String json, String name) {
        return first(json, "\"" + name + "\":\"?([^\",}]+)");
    }

    static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) throw new IllegalStateException("no " + pattern + " in " + text);
        return matcher.group(1);
    }

    static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) digest.update(part);
        return digest.digest();
    }

    static byte[] joined(byte[] left, byte[] right) {
        byte[] whole = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, whole, left.length, right.length);
        return whole;
    }
}
