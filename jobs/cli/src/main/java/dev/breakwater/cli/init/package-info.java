/** {@code breakwater init}: a first configuration from what the account tells. */
package dev.breakwater.cli.init;
