package dev.breakwater.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.breakwater.connectors.lambda.lever.QueueConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.StreamPauseLever;
import java.time.Clock;
import java.time.Instant;

/** Tests the rules of the modules. The engine's and the model's own rules are in {@code PurityTest}. */
@AnalyzeClasses(
        packages = "dev.breakwater",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** Excludes the test jars of other modules, which the option for tests does not cover. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule EXPOSURE_IS_JUDGED_WITHOUT_IO = classes()
            .that()
            .resideInAPackage("dev.breakwater.exposure..")
            .and()
            .resideOutsideOfPackage("dev.breakwater.exposure.read..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.breakwater.model..", "dev.breakwater.exposure..");

    @ArchTest
    static final ArchRule PAGES_KNOW_NO_CONNECTOR_AND_NO_FLINK = noClasses()
            .that()
            .resideInAPackage("dev.breakwater.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..",
                    "dev.breakwater.connectors..",
                    "dev.breakwater.config..",
                    "dev.breakwater.guard..",
                    "dev.breakwater.cli..");

    @ArchTest
    static final ArchRule CONNECTORS_NEVER_SEE_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("dev.breakwater.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.breakwater.engine..",
                    // a receiver and a source bring their own settings, which are plain records
                    "dev.breakwater.config",
                    "dev.breakwater.config.read..",
                    "dev.breakwater.config.prices..",
                    "dev.breakwater.exposure..",
                    "dev.breakwater.ledger..",
                    "dev.breakwater.report..",
                    "dev.breakwater.guard..",
                    "dev.breakwater.cli..");

    @ArchTest
    static final ArchRule THE_CONNECTORS_PACKAGES_FORM_NO_CIRCLE =
            slices().matching("dev.breakwater.connectors.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CONFIGURATION_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.breakwater.config..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.breakwater..").and(not(resideInAPackage("dev.breakwater.config.."))));

    @ArchTest
    static final ArchRule SETTINGS_ARE_PLAIN = noClasses()
            .that()
            .resideInAnyPackage("dev.breakwater.config.model..", "dev.breakwater.config.secret..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.breakwater.config", "dev.breakwater.config.read..", "dev.breakwater.config.prices..");

    @ArchTest
    static final ArchRule THE_READER_KNOWS_KEYS_BY_THEIR_ANNOTATION_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.breakwater.config.read..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.breakwater.config", "dev.breakwater.config.prices..");

    @ArchTest
    static final ArchRule ONE_HAND_CHANGES_LAMBDA = noClasses()
            .that()
            .doNotBelongToAnyOf(ReservedConcurrencyLever.class, QueueConcurrencyLever.class, StreamPauseLever.class)
            .and()
            .resideOutsideOfPackage("..testkit..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a call of Lambda that changes more than tags",
                    call -> call.getTargetOwner()
                                    .getName()
                                    .equals("software.amazon.awssdk.services.lambda.LambdaClient")
                            && call.getName().matches("(put|update|create|delete|add|remove|publish).*")));

    @ArchTest
    static final ArchRule DECIDING_SEES_NO_WALL_CLOCK_AND_NO_CHANCE = noClasses()
            .that()
            .resideInAnyPackage("dev.breakwater.guard.stage..", "dev.breakwater.guard.file..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");
}
