/** Finds who can start a function, from its URLs, its policy, its event source mappings and the APIs in front of it. */
package dev.breakwater.exposure.entry;
