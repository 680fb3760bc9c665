package dev.breakwater.engine;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.model.Sample;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Model and engine use only the JDK, without a clock, randomness or I/O, and their state classes are plain. */
@AnalyzeClasses(locations = PurityTest.MainClasses.class)
class PurityTest {

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_ONLY_THE_MODEL_AND_THE_JDK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.breakwater.model..", "dev.breakwater.engine..");

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("dev.breakwater.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.breakwater.model..");

    @ArchTest
    static final ArchRule ITS_PACKAGES_FORM_NO_CIRCLE =
            slices().matching("dev.breakwater.engine.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SEES_NO_WALL_CLOCK_AND_NO_CHANCE = noClasses()
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

    @ArchTest
    static final ArchRule STATES_ARE_PLAIN_SO_THAT_A_NEW_FIELD_BREAKS_NO_SAVEPOINT =
            classes().that(nameMatching(".*State")).should(new PlainState());

    /**
     * Checks that a state class is plain: it has public fields and a public constructor without arguments, and is not a
     * record.
     */
    static final class PlainState extends ArchCondition<JavaClass> {
        PlainState() {
            super("be a plain public class with a public constructor without arguments");
        }

        @Override
        public void check(JavaClass state, ConditionEvents events) {
            boolean plain = !state.isRecord()
                    && state.getConstructors().stream()
                            .anyMatch(c -> c.getRawParameterTypes().isEmpty()
                                    && c.getModifiers().contains(JavaModifier.PUBLIC));
            if (!plain) {
                events.add(SimpleConditionEvent.violated(state, state.getName() + " is no plain state"));
            }
        }
    }

    /** The folders of the classes of model and engine, without tests. */
    static final class MainClasses implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> test) {
            return Stream.of(Sample.class, MinuteJoin.class)
                    .map(c ->
                            Location.of(c.getProtectionDomain().getCodeSource().getLocation()))
                    .collect(Collectors.toSet());
        }
    }
}
