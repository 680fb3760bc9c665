package dev.breakwater.guard.stage.fleet;

import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The inventory from which a job is built, by {@code account|region|function}. The inventory does not change, and is
 * packed in the job graph. Attributes that functions have in common are stored once. Each function has its key, its
 * last change and a reference to the attributes.
 */
public final class FirstFleet extends AbstractMap<String, FunctionFacts> implements Serializable {

    private transient Map<String, FunctionFacts> functions;
    /** The packed form of the inventory. It is kept because Flink serializes an operator several times. */
    private transient byte[] packed;

    private FirstFleet(Map<String, FunctionFacts> functions) {
        this.functions = functions;
    }

    /** Creates the first fleet from these functions. */
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
    public Set<Entry<String, FunctionFacts>> entrySet() {
        return Collections.unmodifiableMap(functions).entrySet();
    }

    private void writeObject(ObjectOutputStream graph) throws IOException {
        if (packed == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(new DeflaterOutputStream(bytes))) {
                pack(out);
            }
            packed = bytes.toByteArray();
        }
        graph.writeObject(packed);
    }

    private void pack(ObjectOutputStream out) throws IOException {
        Map<FunctionFacts, Integer> kinds = new LinkedHashMap<>();
        functions.values().forEach(f -> kinds.putIfAbsent(kind(f), kinds.size()));
        out.writeObject(new ArrayList<>(kinds.keySet()));
        out.writeInt(functions.size());
        for (FunctionFacts f : functions.values()) {
            out.writeUTF(f.account());
            out.writeUTF(f.region());
            out.writeUTF(f.function());
            out.writeLong(f.modifiedMillis());
            out.writeInt(kinds.get(kind(f)));
        }
    }

    private void readObject(ObjectInputStream graph) throws IOException, ClassNotFoundException {
        byte[] bytes = (byte[]) graph.readObject();
        functions = new HashMap<>();
        try (ObjectInputStream in = new ObjectInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            List<?> kinds = (List<?>) in.readObject();
            Map<String, String> same = new HashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                String account = same.computeIfAbsent(in.readUTF(), s -> s);
                String region = same.computeIfAbsent(in.readUTF(), s -> s);
                String function = in.readUTF();
                long modified = in.readLong();
                FunctionFacts kind = (FunctionFacts) kinds.get(in.readInt());
                functions.put(
                        FunctionKey.id(account, region, function), named(account, region, function, modified, kind));
            }
        }
    }

    /** Returns the facts without the parts that differ between functions. */
    private static FunctionFacts kind(FunctionFacts f) {
        return named("", "", "", -1, f);
    }

    private static FunctionFacts named(
            String account, String region, String function, long modifiedMillis, FunctionFacts kind) {
        return new FunctionFacts(
                account,
                region,
                function,
                kind.memoryMb(),
                kind.architecture(),
                kind.timeoutSeconds(),
                kind.reservation(),
                modifiedMillis,
                kind.tagsRead() ? kind.tags() : null,
                kind.triggers(),
                kind.capacity());
    }
}
