// On a phone the filter is folded away, so that the answer comes first. Without this it stands open.

const fold = document.querySelector(".filter-fold");
const isNarrow = window.matchMedia("(max-width: 55.99rem)");
if (fold && !fold.querySelector(".has-fault, .fault")) {
  const settle = () => {
    fold.open = !isNarrow.matches;
  };
  settle();
  isNarrow.addEventListener("change", settle);
}
