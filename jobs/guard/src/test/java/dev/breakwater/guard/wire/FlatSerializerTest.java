package dev.breakwater.guard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.engine.observe.MinuteWindow;
import dev.breakwater.guard.stage.FunctionState;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.kind.LambdaPricing;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatSerializerTest {

    private static final int DRAWS = 60;
    private static final List<Class<?>> ARRAYS = List.of(
            boolean[].class, byte[].class, short[].class, int[].class, long[].class, float[].class, double[].class);
    private static final long START = 29_540_160;
    private static final Gates GATES = new Gates(500_000_000, 5_000_000_000L, 5_000_000_000L);

    private final Random random = new Random(4);

    @ParameterizedTest
    @ValueSource(classes = {FunctionState.class, MinuteWindow.class, Share.class})
    void nothingOfAStateIsRounded(Class<?> type) throws Exception {
        for (int i = 0; i < DRAWS; i++) survives(type);
    }

    /** A busy function with a different number of calls in each minute. */
    @Test
    void whatMayComeHalfAnHourLateTakesLessThanHalfAKilobyte() throws IOException {
        assertThat(stored(30) - stored(15)).isPositive().isLessThanOrEqualTo(512);
    }

    private int stored(int late) throws IOException {
        Random calls = new Random(7);
        MinuteWindow window = new MinuteWindow();
        window.hold(late);
        MinuteJoin join = new MinuteJoin(window, LambdaPricing.of(200, 16_666.7, 1, 1024, 30));
        Share share = new Share();
        share.hold(late);
        for (long m = START; m < START + 200; m++) {
            double n = 50 + calls.nextInt(1_000);
            for (MetricRole metric : List.of(MetricRole.CALLS, MetricRole.CONCURRENCY, MetricRole.MILLISECONDS)) {
                double value = metric == MetricRole.MILLISECONDS ? n * 37.123 : metric == MetricRole.CALLS ? n : 40;
                join.take(new Sample("1", "r", "f", metric, m, m, 0, 0, value, n))
                        .forEach(o -> ContributionDelta.late(share, o));
            }
        }
        return bytes(new FlatSerializer<>(MinuteWindow.class), window).length
                + bytes(new FlatSerializer<>(Share.class), share).length;
    }

    private <T> void survives(Class<T> type) throws Exception {
        FlatSerializer<T> serializer = new FlatSerializer<>(type);
        T state = type.getConstructor().newInstance();
        draw(state);
        T read = serializer.deserialize(new DataInputDeserializer(bytes(serializer, state)));
        same(read, state);
        T copy = serializer.copy(state);
        same(copy, state);
        draw(state);
        same(copy, read);
    }

    @Test
    void aNewFieldKeepsWhatItsConstructorGivesAndOneThatIsGoneIsPassedOver() throws IOException {
        List<String> before = new ArrayList<>(FlatField.layoutOf(Share.class));
        assertThat(before).contains("minute long[]", "ready boolean", "told long[]");
        Share share = new Share();
        share.told[3] = 7;
        share.ready = true;
        byte[] bytes = bytes(new FlatSerializer<>(Share.class), share);

        // as if the field "ready" had been named "rated" at that time
        before.set(before.indexOf("ready boolean"), "rated boolean");
        Share read = new FlatSerializer<>(Share.class, before).deserialize(new DataInputDeserializer(bytes));
        assertThat(read.ready).isFalse();
        assertThat(read.told).isEqualTo(share.told);
    }

    @Test
    void theSnapshotTellsWhichFieldsThereWere() throws IOException {
        FlatSerializer<Share> before = new FlatSerializer<>(Share.class, List.of("minute long[]"));
        var restored = throughBytes(before);
        assertThat(restored.restoreSerializer()).isEqualTo(before);
        var now = new FlatSerializer<>(Share.class).snapshotConfiguration();
        assertThat(now.resolveSchemaCompatibility(restored).isCompatibleAfterMigration())
                .isTrue();
        assertThat(now.resolveSchemaCompatibility(throughBytes(new FlatSerializer<>(Share.class)))
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void stateThatFlinkStoredFieldByFieldIsRefused() {
        TypeSerializer<Share> byFlink = TypeInformation.of(Share.class).createSerializer(new SerializerConfigImpl());
        var now = new FlatSerializer<>(Share.class).snapshotConfiguration();
        assertThat(now.resolveSchemaCompatibility(byFlink.snapshotConfiguration())
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void whatIsNotFlatIsRefusedWithItsName() {
        assertThatThrownBy(
                        () -> new FlatSerializer<>(Nested.class).serialize(new Nested(), new DataOutputSerializer(9)))
                .hasMessageContaining("names String[]");
    }

    /** A class that is not flat. */
    public static final class Nested {
        public String[] names = {};
    }

    @Test
    void aFunctionOfTwoWeeksTakesTwoAndThreeQuartersKilobytes() throws IOException {
        FunctionState state = new FunctionState();
        ScopeAssessor assessor = new ScopeAssessor();
        FunctionKey function = FunctionKey.parse("function|111122223333|eu-west-1|checkout");
        for (long m = START; m < START + 14 * 1440; m++) {
            double busy = (1 - Math.cos(2 * Math.PI * (m % 1440) / 1440)) / 2;
            double mean = 100 + 400 * busy;
            long calls = Math.round(mean + Math.sqrt(mean) * random.nextGaussian());
            long nano = calls * (49_000 + random.nextInt(2_000));
            Observation o = new Observation(
                    function, m, m, 0, 0, calls, 0, 0, 0, calls * 3_000, Math.floor(calls / 20.0), nano, nano, 0);
            ScopeView view = new ScopeView(state.scope);
            Judged judged = assessor.observe(view, o.scope(), MinuteSums.of(o), m, GATES);
            ContributionDelta.of(state.share, view, o, judged);
        }
        assertThat(bytes(new FlatSerializer<>(FunctionState.class), state).length)
                .isLessThan(2_816);
    }

    private static <T> TypeSerializerSnapshot<T> throughBytes(FlatSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.snapshotConfiguration().writeSnapshot(out);
        FlatSerializer.Snapshot<T> read = new FlatSerializer.Snapshot<>();
        read.readSnapshot(
                1, new DataInputDeserializer(out.getCopyOfBuffer()), FlatSerializerTest.class.getClassLoader());
        return read;
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(state, out);
        return out.getCopyOfBuffer();
    }

    private void draw(Object state) throws IllegalAccessException {
        for (Field f : state.getClass().getFields()) {
            Class<?> type = f.getType();
            if (Modifier.isStatic(f.getModifiers()) || Modifier.isTransient(f.getModifiers())) continue;
            if (type.isArray()) f.set(state, array(type.getComponentType()));
            else if (type.isPrimitive()) f.set(state, number(type));
            else if (type == IncidentKind.class) f.set(state, IncidentKind.values()[random.nextInt(3)]);
            else if (f.get(state) != null && !type.isEnum()) draw(f.get(state));
        }
    }

    private Object array(Class<?> of) {
        if (random.nextInt(9) == 0) return null;
        Object array = Array.newInstance(of, random.nextInt(3) * 97);
        boolean alike = random.nextBoolean();
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, alike && i > 0 ? Array.get(array, i - 1) : number(of));
        }
        return array;
    }

    private Object number(Class<?> type) {
        long whole = random.nextLong() >> random.nextInt(64);
        if (random.nextInt(20) == 0) whole = random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
        double[] odd = {-0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300, random.nextGaussian()};
        double any = random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : whole;
        if (type == boolean.class) return (whole & 1) == 0;
        if (type == byte.class) return (byte) whole;
        if (type == short.class) return (short) whole;
        if (type == int.class) return (int) whole;
        if (type == long.class) return whole;
        return type == float.class ? (Object) (float) any : (Object) any;
    }

    private static void same(Object one, Object other) {
        var compared = assertThat(one)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .withEqualsForType(Double::equals, Double.class);
        // AssertJ would compare arrays element by element, which takes three times as long
        for (Class<?> array : ARRAYS) compared = compared.withEqualsForType(Objects::deepEquals, array);
        compared.isEqualTo(other);
    }
}
