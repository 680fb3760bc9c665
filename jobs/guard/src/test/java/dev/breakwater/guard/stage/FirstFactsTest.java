package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.stage.fleet.FirstFleet;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first inventory has one function in eu-west-1, and one in us-east-1, which runs at the edge. */
class FirstFactsTest {

    private static final String HOME = "us-east-1";
    private static final String WEB = Given.ACCOUNT + '|' + HOME + "|web";
    private static final String REPLICA = HOME + ".web";

    private OneInputStreamOperatorTestHarness<Samples, Samples> first;

    @BeforeEach
    void open() throws Exception {
        Map<String, FunctionFacts> fleet =
                Map.of(id(Given.REGION, "f"), facts(Given.REGION, "f", 512), WEB, facts(HOME, "web", 256));
        first = ProcessFunctionTestHarnesses.forProcessFunction(new FirstFacts(FirstFleet.of(fleet)));
        first.setProcessingTime(1_000);
    }

    @AfterEach
    void close() throws Exception {
        first.close();
    }

    @Test
    void aFunctionsFactsAreAheadOfItsFirstSamplesAndComeOnce() throws Exception {
        feed(samples(Given.REGION, "f"));
        feed(samples(Given.REGION, "f"));
        feed(samples(Given.REGION, "g"));
        FleetChange told = FleetChange.first(id(Given.REGION, "f"), facts(Given.REGION, "f", 512), 1_000);
        assertThat(first.extractOutputValues())
                .containsExactly(
                        Samples.of(told),
                        samples(Given.REGION, "f"),
                        samples(Given.REGION, "f"),
                        samples(Given.REGION, "g"));
        assertThat(side(first, FirstFacts.FIRST)).as("control hears them too").containsExactly(told);
    }

    @Test
    void anHourAfterTheStartTheInventoryKnowsBetter() throws Exception {
        feed(samples(Given.REGION, "g"));
        first.setProcessingTime(3_601_000);
        feed(samples(Given.REGION, "f"));
        assertThat(first.extractOutputValues()).noneMatch(s -> s.change() != null);
    }

    @Test
    @SuppressWarnings("try") // no test interrupts the close of a harness
    void aReplicaIsToldWhatIsKnownOfItsFunctionAheadOfItsSamplesAndWheneverThatChanges() throws Exception {
        feed(samples(Given.REGION, REPLICA));
        assertThat(side(first, FirstFacts.REPLICAS)).hasSize(2);
        OperatorSubtaskState checkpoint;
        List<Samples> out;
        int facts;
        try (var replicas = replicas()) {
            replicas.open();
            for (Samples s : side(first, FirstFacts.REPLICAS)) replicas.processElement(s, 1);
            checkpoint = replicas.snapshot(1, 1);
            out = new ArrayList<>(replicas.extractOutputValues());
            facts = side(replicas, ReplicaFacts.FACTS).size();
        }
        try (var replicas = replicas()) {
            replicas.initializeState(checkpoint);
            replicas.open();
            replicas.processElement(samples(Given.REGION, REPLICA), 2);
            replicas.processElement(samples("us-west-2", REPLICA), 2);
            replicas.processElement(Samples.of(FleetChange.facts(WEB, facts(HOME, "web", 1024), 2_000)), 2);
            replicas.processElement(Samples.of(FleetChange.gone(WEB, 3_000)), 3);
            replicas.processElement(samples(Given.REGION, REPLICA), 3);
            out.addAll(replicas.extractOutputValues());

            assertThat(out)
                    .extracting(FirstFactsTest::words)
                    .startsWith(
                            "FIRST eu-west-1 256",
                            "samples eu-west-1",
                            "samples eu-west-1",
                            "FIRST us-west-2 256",
                            "samples us-west-2")
                    .endsWith("samples eu-west-1")
                    .containsOnlyOnce(
                            "FACTS eu-west-1 1024", "FACTS us-west-2 1024", "GONE eu-west-1", "GONE us-west-2")
                    .hasSize(10);
            assertThat(facts + side(replicas, ReplicaFacts.FACTS).size()).isEqualTo(6);
            assertThat(replicas.numKeyedStateEntries())
                    .as("nothing is left of it")
                    .isZero();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Samples, Samples> replicas() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new ReplicaFacts()),
                s -> FunctionKey.homeId(s.function().id()),
                Types.STRING);
    }

    private static String words(Samples s) {
        String region = s.function().place().region();
        if (s.change() == null) return "samples " + region;
        FunctionFacts facts = s.change().facts();
        assertThat(s.function().name()).isEqualTo(REPLICA);
        return s.change().kind() + " " + region + (facts == null ? "" : " " + facts.memoryMb());
    }

    private void feed(Samples samples) throws Exception {
        first.processElement(samples, 0);
    }

    private static <T> List<T> side(AbstractStreamOperatorTestHarness<?> of, OutputTag<T> tag) {
        var records = of.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private static String id(String region, String name) {
        return Given.ACCOUNT + '|' + region + '|' + name;
    }

    private static Samples samples(String region, String name) {
        return Samples.of(new Sample(Given.ACCOUNT, region, name, MetricRole.CALLS, 1, 1, 0, 0, 1, 1));
    }

    private static FunctionFacts facts(String region, String name, int memoryMb) {
        return new FunctionFacts(
                Given.ACCOUNT,
                region,
                name,
                memoryMb,
                "x86_64",
                5,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }
}
