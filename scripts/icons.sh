#!/bin/sh
# Fetch the icons that the reporting page uses and put them in one file. Run it to add an icon; what it writes is
# committed. An icon's colour and line come from the style sheet.
set -eu
cd "$(dirname "$0")/.."
into=src/lagesbild_web/reporting/static/reporting
version=1.62.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "lucide-static@$version" >/dev/null && tar xzf ./*.tgz)
{
    echo '<svg xmlns="http://www.w3.org/2000/svg">'
    for icon in badge-alert beer bike calendar-days circle-alert circle-check circle-ellipsis clock cloud-upload \
        door-open file-pen flame frown hammer hand-coins hand-fist heart-crack house lightbulb-off locate-fixed \
        lock-open map map-pin message-circle-warning moon motorbike pill plus rocket send shield-alert \
        shopping-bag siren smile spray-can swords gauge trash-2 trees triangle-alert users warehouse phone; do
        echo "<symbol id=\"$icon\" viewBox=\"0 0 24 24\">"
        sed -n '/^>/,/^<\/svg>/p' "$work/package/icons/$icon.svg" | sed '1d;$d'
        echo '</symbol>'
    done
    echo '</svg>'
} >"$into/icons.svg"
cp "$work/package/LICENSE" "$into/icons-LICENSE.md"
sed -i 's/[[:space:]]*$//' "$into/icons-LICENSE.md"
