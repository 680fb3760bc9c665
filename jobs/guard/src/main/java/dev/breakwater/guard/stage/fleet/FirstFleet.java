package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.policy.FunctionFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The inventory from which a job is built, by {@code account|region|function}. It does not change. Each stage that uses
 * it has a packed copy in the job graph. A Java process unpacks it once for all of its tasks.
 */
public final class FirstFleet extends AbstractMap<String, FunctionFacts> implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The instances in this process by content, while somebody uses them. */
    private static final Map<String, WeakReference<FirstFleet>> SHARED = new HashMap<>();

    private final transient Map<String, FunctionFacts> functions;
    private transient Packed packed;

    private FirstFleet(Map<String, FunctionFacts> functions) {
        this.functions = functions;
    }

    /** The first fleet, made of these functions. */
    public static FirstFleet of(Map<String, FunctionFacts> functions) {
        return new FirstFleet(new HashMap<>(functions));
    }

    @Override
    public FunctionFacts get(Object key) {
        return functions.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return functions.containsKey(key);
    }

    @Override
    public int size() {
        return functions.size();
    }

    @Override
    public Set<Entry<String, FunctionFacts>> entrySet() {
        return Collections.unmodifiableMap(functions).entrySet();
    }

    private Object writeReplace() {
        synchronized (SHARED) {
            if (packed == null) {
                packed = Packed.of(functions);
                share(packed.id, this);
            }
            return packed;
        }
    }

    private static void share(String id, FirstFleet fleet) {
        SHARED.values().removeIf(known -> known.get() == null);
        SHARED.put(id, new WeakReference<>(fleet));
    }

    /**
     * The packed form. It has the common attributes of functions once. Each function has its key, its last change and a
     * reference to the attributes.
     *
     * @param id names the content
     */
    record Packed(String id, byte[] bytes) implements Serializable {

        static Packed of(Map<String, FunctionFacts> functions) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Deflater fast = new Deflater(Deflater.BEST_SPEED);
            try (ObjectOutputStream out = new ObjectOutputStream(new DeflaterOutputStream(bytes, fast, 1 << 16))) {
                write(functions, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                fast.end();
            }
            byte[] packed = bytes.toByteArray();
            return new Packed(id(packed), packed);
        }

        private static void write(Map<String, FunctionFacts> functions, ObjectOutputStream out) throws IOException {
            Map<FunctionFacts, Integer> kinds = new LinkedHashMap<>();
            functions.values().forEach(f -> kinds.putIfAbsent(kind(f), kinds.size()));
            out.writeObject(new ArrayList<>(kinds.keySet()));
            out.writeInt(functions.size());
            for (FunctionFacts f : functions.values()) {
                out.writeUTF(f.account());
                out.writeUTF(f.region());
                out.writeUTF(f.function());
                out.writeLong(f.modifiedMinute());
                out.writeInt(kinds.get(kind(f)));
            }
        }

        /** The facts that other functions share. */
        private static FunctionFacts kind(FunctionFacts f) {
            return named("", "", "", -1, f);
        }

        private static FunctionFacts named(
                String account, String region, String function, long modifiedMinute, FunctionFacts kind) {
            return new FunctionFacts(
                    account,
                    region,
                    function,
                    kind.memoryMb(),
                    kind.architecture(),
                    kind.timeoutSeconds(),
                    kind.reservation(),
                    modifiedMinute,
                    kind.tagsRead() ? kind.tags() : null,
                    kind.triggers(),
                    kind.capacity());
        }

        private static String id(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private Object readResolve() throws ObjectStreamException {
            synchronized (SHARED) {
                WeakReference<FirstFleet> known = SHARED.get(id);
                FirstFleet fleet = known == null ? null : known.get();
                if (fleet != null) return fleet;
                fleet = new FirstFleet(unpacked());
                fleet.packed = this;
                share(id, fleet);
                return fleet;
            }
        }

        Map<String, FunctionFacts> unpacked() throws ObjectStreamException {
            try (ObjectInputStream in =
                    new ObjectInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
                List<?> kinds = (List<?>) in.readObject();
                int n = in.readInt();
                Map<String, FunctionFacts> functions = new HashMap<>(2 * n);
                Map<String, String> same = new HashMap<>();
                for (int i = 0; i < n; i++) {
                    String account = same.computeIfAbsent(in.readUTF(), s -> s);
                    String region = same.computeIfAbsent(in.readUTF(), s -> s);
                    String function = in.readUTF();
                    long modified = in.readLong();
                    FunctionFacts kind = (FunctionFacts) kinds.get(in.readInt());
                    functions.put(
                            FunctionKey.id(account, region, function),
                            named(account, region, function, modified, kind));
                }
                return functions;
            } catch (IOException | ClassNotFoundException e) {
                throw new InvalidObjectException("the first inventory cannot be unpacked: " + e);
            }
        }
    }
}
