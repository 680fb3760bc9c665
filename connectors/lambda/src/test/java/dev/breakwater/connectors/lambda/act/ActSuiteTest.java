package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import dev.breakwater.connectors.lambda.ledger.LedgerChain;
import dev.breakwater.connectors.lambda.ledger.LedgerTail;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.suite.OfStrings;
import dev.breakwater.connectors.lambda.suite.SinkSuite;
import dev.breakwater.connectors.lambda.suite.SinkWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.io.TempDir;

/** Acts in Flink's suite: each function is held once, told by one line of the ledger, which has one writer. */
class ActSuiteTest extends SinkSuite {
    private static final Map<String, Account> ACCOUNTS = new ConcurrentHashMap<>();
    private static final AtomicInteger LEDGERS = new AtomicInteger();

    @TempDir
    static Path dir;

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestContext
    ExternalContextFactory<Account> accounts = Account::new;

    private static final class Account extends SinkWorld {
        private final String name;
        private final FakeLever lever = new FakeLever();
        private final Path ledger = dir.resolve("ledger-" + LEDGERS.incrementAndGet() + ".jsonl");

        Account(String name) {
            this.name = name;
            ACCOUNTS.put(name, this);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            List<String> functions = super.generateTestData(settings, seed);
            functions.forEach(lever::create);
            return functions;
        }

        @Override
        protected List<String> arrived() {
            if (!Files.exists(ledger)) return List.of();
            try (FileChannel file = FileChannel.open(ledger)) {
                return LedgerTail.read(file, LedgerChain.ROOT, "").effects().stream()
                        .filter(effect -> effect.outcome() == EffectOutcome.APPLIED)
                        .map(Effect::function)
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            String account = name;
            return OfStrings.sink(
                    new ReservedConcurrencySink(
                            ActTerms.forInterval("bw", 600_000),
                            (id, region, kind) -> ACCOUNTS.get(account).lever,
                            HashChainedLedger.at(ledger.toString())),
                    ActSuiteTest::hold);
        }
    }

    private static ThrottleRequest hold(String function) {
        long now = System.currentTimeMillis();
        return new ThrottleRequest(
                "hold " + function,
                Requests.ACCOUNT,
                Requests.REGION,
                function,
                true,
                5,
                Reservation.NONE,
                now + 900_000,
                now + 600_000,
                "inc",
                "surge",
                LeverKind.RESERVATION,
                "",
                Reservation.NONE,
                false,
                "",
                "");
    }
}
