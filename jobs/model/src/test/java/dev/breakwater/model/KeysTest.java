package dev.breakwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests the text forms of state keys, because stored keys must still be found. */
class KeysTest {

    @Test
    void textFormsAreThoseOfStoredState() {
        FunctionKey function = new FunctionKey("111122223333", "eu-west-1", "checkout");

        assertThat(function.id()).isEqualTo("111122223333|eu-west-1|checkout");
        assertThat(function.place().id()).isEqualTo("111122223333|eu-west-1");
        assertThat(function.scope().id()).isEqualTo("function|111122223333|eu-west-1|checkout");
        assertThat(function.scope().functionId()).isEqualTo(function.id());
    }

    @Test
    void textFormsAreReadBack() {
        Scope scope = Scope.group("111122223333", "eu-west-1", "a|b");

        assertThat(Scope.parse(scope.id())).isEqualTo(scope);
        assertThat(Place.parse("1|r")).isEqualTo(new Place("1", "r"));
        assertThat(FunctionKey.parse("1|r|f|g")).isEqualTo(new FunctionKey("1", "r", "f|g"));
    }

    @Test
    void placesAreSortedByAccountThenRegion() {
        assertThat(new Place("1", "z")).isLessThan(new Place("2", "a"));
        assertThat(new Place("1", "a")).isLessThan(new Place("1", "b"));
    }
}
