package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.guard.live.WatchedPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceOptionsTest {

    private static final WatchedPlace HOME = new WatchedPlace("111122223333", "eu-west-1", "", "", "", "");
    private static final WatchedPlace ABROAD = new WatchedPlace("111122223333", "us-east-1", "", "", "", "");
    private static final WatchedPlace OTHER = new WatchedPlace("444455556666", "eu-west-1", "", "", "", "");
    private static final List<WatchedPlace> ALL = List.of(HOME, ABROAD, OTHER);

    @Test
    void keepsThePlacesThatAreMeant() {
        assertThat(PlaceOptions.among(ALL, null, null)).isEqualTo(ALL);
        assertThat(PlaceOptions.among(ALL, "111122223333", null)).containsExactly(HOME, ABROAD);
        assertThat(PlaceOptions.among(ALL, null, "eu-west-1")).containsExactly(HOME, OTHER);
        assertThat(PlaceOptions.among(ALL, "444455556666", "eu-west-1")).containsExactly(OTHER);
    }

    @Test
    void aPlaceThatTheConfigurationDoesNotHaveIsRefusedRatherThanFoundCalm() {
        assertThatThrownBy(() -> PlaceOptions.among(ALL, "444455556666", "us-east-1"))
                .hasMessageContaining("has no such account and region")
                .hasMessageContaining("111122223333/eu-west-1, 111122223333/us-east-1, 444455556666/eu-west-1")
                .hasMessageNotContaining("--forget");
    }

    @Test
    void anAccountThatLeftNamesTheCommandThatForgetsIt() {
        assertThatThrownBy(() -> PlaceOptions.among(ALL, "999988887777", null))
                .hasMessageEndingWith(
                        ". If the account left, breakwater release --forget 999988887777 lists and forgets its limits");
    }
}
