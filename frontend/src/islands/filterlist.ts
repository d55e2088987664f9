// A long list to tick, narrowed by name or pinyin initials. What is ticked stays in sight.
export function mount(host: HTMLElement): void {
  const input = host.querySelector<HTMLInputElement>('[data-filter]');
  if (!input) return;
  input.hidden = false;
  const narrow = (): void => {
    const asked = input.value.trim().toLowerCase();
    for (const line of host.querySelectorAll<HTMLElement>('[data-filter-text]')) {
      const ticked = line.querySelector<HTMLInputElement>('input')?.checked ?? false;
      line.hidden = !ticked && !(line.dataset.filterText ?? '').toLowerCase().includes(asked);
    }
    for (const group of host.querySelectorAll<HTMLElement>('[data-filter-group]')) {
      group.hidden = !group.querySelector('[data-filter-text]:not([hidden])');
    }
  };
  input.addEventListener('input', narrow);
  // Enter would hand in the form that the list stands in.
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  narrow();
}
